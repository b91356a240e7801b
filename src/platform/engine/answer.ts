import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { refusal } from './client.ts';

export interface Answer<Body> {
  /** Of which dockerode says nothing. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
}

/** What the engine at a socket answers to one question. Anything but a success is thrown as {@link refusal}. */
export function ask<Body>(socketPath: string, path: string, signal: AbortSignal): Promise<Answer<Body>> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, signal, agent: false }, (response) => {
      const { headers, statusCode } = response;
      text(response)
        .then((said) => {
          if (statusCode !== 200) throw refusal(path, statusCode, said);
          resolve({ headers, body: JSON.parse(said) as Body });
        })
        .catch(reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type EngineClient, refusal } from './client.ts';

/**
 * The connection to a container's first process. Not through dockerode, which sends its parameters a second
 * time as a body: Podman takes that for the first input of the process.
 */
export function hijack({ socketPath }: EngineClient, id: string): Promise<Duplex> {
  const path = `/containers/${encodeURIComponent(id)}/attach?stream=1&stdin=1&stdout=1&stderr=1`;
  return new Promise((resolve, reject) => {
    const asked = request({
      socketPath,
      method: 'POST',
      path,
      headers: { Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': 0 },
    });
    asked.on('upgrade', (_response, connection, head) => {
      if (head.length > 0) connection.unshift(head);
      resolve(connection);
    });
    asked.on('response', (response) => {
      text(response)
        .then((said) => refusal(path, response.statusCode, said))
        .then(reject, reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

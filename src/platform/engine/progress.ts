import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

interface Message {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly aux?: { readonly ID?: string };
}

/** Enough for the command that failed and what it said. */
const KEPT_LINES = 20;

/** What an engine says while it builds; complete only when it has said all, readable at any time. */
export class BuildProgress {
  /** Names of images on the way, bases and layers, as far as its text can be believed. */
  readonly mentioned: string[] = [];
  /** In which a command ran last, as far as its text can be believed; `null` before the first. */
  container: string | null = null;
  /** Images that ended a stage; the last is the one asked for. */
  readonly stages: string[] = [];
  /** Why the Dockerfile could not be carried out; `null` where nothing was said of a failure. */
  failure: string | null = null;
  #text = '';
  readonly #note: (kind: 'image' | 'container', id: string) => void;

  /** @param note told of each image and container at once */
  constructor(note: (kind: 'image' | 'container', id: string) => void = () => {}) {
    this.#note = note;
  }

  /** The last lines, for a person. */
  get lines(): readonly string[] {
    const lines = this.#text.split('\n').filter((line) => line.trim() !== '');
    return lines.slice(-KEPT_LINES);
  }

  /** Reads the answer of `/build`, one JSON object a line, and hands its text on as it comes. */
  async follow(stream: Readable, say: (text: string) => void): Promise<void> {
    for await (const message of messages(stream)) {
      const said = textOf(message);
      say(said);
      this.#text = (this.#text + said).slice(-16_384);
      const layer = /^ ?--->? ([0-9a-f]{10,64})$/.exec(said.trimEnd())?.[1];
      const container = /^ ---> Running in ([0-9a-f]{12,64})$/.exec(said.trimEnd())?.[1];
      if (layer) {
        this.mentioned.push(layer);
        this.#note('image', layer);
      }
      if (container) {
        this.container = container;
        this.#note('container', container);
      }
      if (message.aux?.ID) this.stages.push(message.aux.ID);
      if (message.error) this.failure = message.errorDetail?.message ?? message.error;
    }
  }
}

/** Without the colours that engines give to standard error. */
function textOf({ stream, status, error }: Message): string {
  if (stream !== undefined) return stripVTControlCharacters(stream);
  return status || error ? `${status ?? error}\n` : '';
}

async function* messages(stream: Readable): AsyncGenerator<Message> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as Message;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as Message;
}

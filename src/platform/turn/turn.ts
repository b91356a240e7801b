import { setTimeout as delay } from 'node:timers/promises';
import { AssayError } from '../../core/error.ts';
import { heldNames, holdName, untilReleased } from './abstract-socket.ts';

/** What a process says of itself to those behind it. */
export interface Measurer {
  /** Of Assay: `compare`. */
  readonly command: string;
  /** Absolute path of the project. */
  readonly project: string;
  readonly pid: number;
  /** ISO 8601, UTC: when its turn began, or it began to wait. */
  readonly since: string;
}

/** Those whose turn comes before ours. */
export interface Ahead {
  /** 1 and up. */
  readonly count: number;
  /** `null`: it does not say. */
  readonly first: Measurer | null;
}

export interface TurnRequest {
  /** Processes that name the same queue take turns. Letters, digits, `.`, `_` and `-`, at most 40. */
  readonly queue: string;
  readonly command: string;
  readonly project: string;
  readonly signal: AbortSignal;
  /** `false`: rather an `infrastructure` error than waiting. */
  readonly wait: boolean;
  /** Told when waiting begins, and whenever another is the first. */
  readonly onWait: (ahead: Ahead) => void;
}

/** Nobody else of the queue has a turn until it is released or this process ends. */
export interface Turn extends Disposable {}

/** How soon to look again when the first answers to nobody: it is about to end, or no Assay. */
const RETRY_MS = 100;

/**
 * Waits for this process's turn: those who came before go first. Two names do it. A place in the queue says since
 * when it is waited, so that all processes see the same order; who finds no place before its own contends for
 * the one name that holds the machine, which settles also what the places leave open (two that come at once).
 */
export async function takeTurn(request: TurnRequest): Promise<Turn> {
  const { queue, command, project, signal } = request;
  let since = new Date().toISOString();
  const greeting = (): string => JSON.stringify({ command, project, pid: process.pid, since });
  const places = `assay/${queue}/place/`;
  // CLOCK_MONOTONIC, which all processes of a machine read alike.
  const own = `${places}${String(process.hrtime.bigint()).padStart(20, '0')}/${process.pid}`;
  const held = `assay/${queue}/held`;
  const place = await take(own, greeting);
  try {
    while (true) {
      throwIfInterrupted(signal);
      const before = heldNames(places).filter((name) => name < own && PLACE.test(name));
      const turn = before.length === 0 ? await take(held, greeting) : null;
      if (turn) {
        since = new Date().toISOString();
        return {
          [Symbol.dispose]() {
            turn.release();
            place!.release();
          },
        };
      }
      await waitFor(before.sort()[0] ?? held, Math.max(1, before.length), request);
    }
  } catch (error) {
    place?.release();
    throw error;
  }
}

const PLACE = /\/place\/\d{20}\/\d+$/;

async function take(name: string, greeting: () => string) {
  try {
    return await holdName(name, greeting);
  } catch (cause) {
    throw new AssayError('infrastructure', `cannot queue for the machine: ${(cause as Error).message}`, {
      hint: 'something forbids local sockets here; --share-machine measures without a turn of its own',
      cause,
    });
  }
}

async function waitFor(name: string, count: number, { signal, wait, onWait }: TurnRequest): Promise<void> {
  const refusal = new AbortController();
  let first: Measurer | null = null;
  const greeted = (greeting: string | null): void => {
    first = greeting === null ? null : parseMeasurer(greeting);
    if (wait) onWait({ count, first });
    else refusal.abort();
  };
  try {
    const answered = await untilReleased(name, greeted, AbortSignal.any([signal, refusal.signal]));
    if (!answered) await delay(RETRY_MS, undefined, { signal });
  } catch (error) {
    throwIfInterrupted(signal);
    if (!refusal.signal.aborted) throw error;
    throw new AssayError('infrastructure', `the machine is taken: ${aheadText({ count, first })}`, {
      hint: 'leave --no-wait out to wait for the turn',
    });
  }
}

function throwIfInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new AssayError('interrupted', 'interrupted while waiting for the machine', { cause: signal.reason });
}

/** `2 runs ahead, the first is assay compare of /path since 12:01 (pid 4711)`, in local time. */
export function aheadText({ count, first }: Ahead, now = new Date()): string {
  const runs = count === 1 ? '1 run ahead' : `${count} runs ahead`;
  if (first === null) return `${runs}, the first does not say what it is`;
  const since = new Date(first.since);
  const time = since.toTimeString().slice(0, 5);
  const when = since.toDateString() === now.toDateString() ? time : `${since.toDateString()} ${time}`;
  const who = `assay ${first.command} of ${first.project} since ${when} (pid ${first.pid})`;
  return count === 1 ? `${runs}: ${who}` : `${runs}, the first is ${who}`;
}

/** Longest text of a stranger that is worth a line. */
const LONGEST = 300;

/** `null` where it is not of an Assay. Any process may have the name: what it says is not to be trusted. */
export function parseMeasurer(greeting: string): Measurer | null {
  let said: Partial<Record<keyof Measurer, unknown>> | null;
  try {
    said = JSON.parse(greeting);
  } catch {
    return null;
  }
  const { command, project, pid, since } = said ?? {};
  if (typeof command !== 'string' || typeof project !== 'string' || typeof since !== 'string') return null;
  if (!Number.isSafeInteger(pid) || Number.isNaN(Date.parse(since))) return null;
  return { command: printable(command), project: printable(project), pid: pid as number, since };
}

/** Control characters of a stranger must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�').slice(0, LONGEST);
}

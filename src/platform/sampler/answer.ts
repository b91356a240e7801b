import { AssayError } from '../../core/error.ts';
import type { ExecutionResult, ExecutionStatus, PerfSupport, SamplerHello } from './execution.ts';

export type Answer =
  | { readonly kind: 'hello'; readonly hello: SamplerHello }
  | { readonly kind: 'result'; readonly id: string; readonly result: ExecutionResult }
  | { readonly kind: 'error'; readonly message: string };

/** One line of docs/sampler-protocol.md. Anything else is an `infrastructure` error. */
export function parseAnswer(line: string): Answer {
  const [word, ...rest] = line.split(' ');
  switch (word) {
    case 'hello':
      return { kind: 'hello', hello: hello(fieldsOf(rest, line)) };
    case 'result':
      return { kind: 'result', id: rest[0] ?? '', result: result(fieldsOf(rest.slice(1), line)) };
    case 'error':
      return { kind: 'error', message: rest.slice(1).join(' ') };
    default:
      throw garbled(line);
  }
}

type Fields = (name: string) => string;

function fieldsOf(parts: readonly string[], line: string): Fields {
  const fields = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals < 1) throw garbled(line);
    fields.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return (name) => {
    const value = fields.get(name);
    if (value === undefined) throw garbled(line);
    return value;
  };
}

function hello(field: Fields): SamplerHello {
  return { version: count(field('version')), perf: perf(field) };
}

function perf(field: Fields): PerfSupport {
  const scope = field('counters');
  if (scope === 'all' || scope === 'user') return { available: true, scope };
  const error = decode(field('error'));
  const explanation = COUNTER_ERRORS[field('errno')];
  return { available: false, reason: explanation ? `${explanation} (${error})` : error };
}

/** What perf_event_open(2) means by these on Linux. */
const COUNTER_ERRORS: Readonly<Record<string, string>> = {
  1: 'not allowed: see kernel.perf_event_paranoid, or the container’s seccomp profile',
  2: 'this processor or virtual machine offers no hardware counters',
  13: 'not allowed: see kernel.perf_event_paranoid',
  19: 'this processor or virtual machine offers no hardware counters',
  38: 'this kernel was built without performance events',
  95: 'this processor or virtual machine offers no hardware counters',
};

const STATUSES: readonly string[] = [
  'exited',
  'signaled',
  'timeout',
  'cancelled',
  'spawn-failed',
] satisfies ExecutionStatus[];

function result(field: Fields): ExecutionResult {
  const status = field('status');
  if (!STATUSES.includes(status)) throw garbled(`status=${status}`);
  return {
    status: status as ExecutionStatus,
    exitCode: countOrNull(field('code')),
    signal: countOrNull(field('signal')),
    wallNs: count(field('wall_ns')),
    userUs: count(field('user_us')),
    systemUs: count(field('system_us')),
    peakBytes: count(field('peak_kib')) * 1024,
    minorFaults: count(field('minor_faults')),
    majorFaults: count(field('major_faults')),
    voluntarySwitches: count(field('voluntary_switches')),
    involuntarySwitches: count(field('involuntary_switches')),
    instructions: countOrNull(field('instructions')),
    cycles: countOrNull(field('cycles')),
    leftProcesses: count(field('left')),
    outputBytes: count(field('out_bytes')),
    spentUs: count(field('spent_us')),
    error: decode(field('error')) || null,
  };
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw garbled(text);
  return Number(text);
}

function countOrNull(text: string): number | null {
  return text === '-' ? null : count(text);
}

/** The bytes are a path's, so they need not be UTF-8 once decoded. */
function decode(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '%') {
      bytes.push(Number.parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    } else {
      bytes.push(...Buffer.from(text[i]!));
    }
  }
  return Buffer.from(bytes).toString();
}

function garbled(what: string): AssayError {
  return new AssayError('infrastructure', `the sampler gave an answer that makes no sense: ${what}`, {
    hint: 'remove the cached binary (assay doctor names it) and try again',
  });
}

import { AssayError } from '../../core/error.ts';
import {
  diffEnvironments,
  differingParts,
  type FieldDifference,
  mayCompare,
} from '../../environment/difference.ts';
import { fieldOf, formatField } from '../../environment/field-value.ts';
import { FIELDS } from '../../environment/fields.ts';
import { fingerprint } from '../../environment/fingerprint.ts';
import { listEnvironments, loadEnvironment } from '../../store/environments.ts';
import type { Context } from '../context.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';
import { widest, wrapText } from '../terminal/wrap.ts';
import { type NamedEnvironment, readEnvironmentFile } from './file.ts';

export async function list(context: Context): Promise<void> {
  await using project = await context.openProjectStore({ readonly: true });
  const environments = await listEnvironments(project.store);
  if (context.json) return print(context, { environments });
  const columns = [
    'cpu.model',
    'cpu.threads',
    'memory.totalGiB',
    'kernel.release',
    'platform.virtualisation',
  ];
  const fields = columns.map((path) => FIELDS.find((field) => field.path === path)!);
  const rows = environments.map((each) => [
    each.id,
    ...fields.map((field) => formatField(field, fieldOf(each, field))),
    day(each.firstSeen),
    each.lastSeen === null ? 'never' : day(each.lastSeen),
    String(each.runs),
  ]);
  const titles = ['id', ...fields.map((field) => field.label), 'first seen', 'last run', 'runs'];
  context.stdout(
    textTable(
      titles.map((title) => ({ title })),
      rows,
    ),
  );
}

export async function show(
  context: Context,
  id: string | undefined,
  options: { includeNames?: boolean },
): Promise<void> {
  if (id !== undefined && options.includeNames) {
    throw new AssayError('usage', '--include-names is for the environment here and now, without an id');
  }
  const environment = id === undefined ? await current(context, options) : await stored(context, id);
  if (context.json) return print(context, { environment });
  const fields = FIELDS.filter((field) => fieldOf(environment, field) !== undefined);
  const width = context.columns - widest(fields.map((field) => field.label)) - '●    '.length;
  const rows = fields.flatMap((field) => {
    const [first = '', ...rest] = wrapText(formatField(field, fieldOf(environment, field)), width);
    return [[field.inDigest ? '●' : '', field.label, first], ...rest.map((line) => ['', '', line])];
  });
  const table = textTable([{ title: '' }, { title: 'field' }, { title: 'value' }], rows);
  context.stdout(`Environment ${environment.id}\n\n${table}\n${LEGEND}\n`);
}

const LEGEND = '● counts towards the id: runs that differ in it are not compared';

export interface DiffOptions {
  readonly file?: boolean;
  readonly all?: boolean;
}

export async function diff(
  context: Context,
  a: string,
  b: string | undefined,
  options: DiffOptions,
): Promise<void> {
  const open = (name: string): Promise<NamedEnvironment> =>
    options.file ? readEnvironmentFile(context.cwd, name) : stored(context, name);
  const left = await open(a);
  const right = b === undefined ? await current(context, {}) : await open(b);
  const all = diffEnvironments(left, right);
  const shown = options.all ? all : all.filter((difference) => difference.grade !== 'same');
  const comparable = mayCompare(all);
  if (context.json) {
    return print(context, { a: left.id, b: right.id, comparable, differences: shown.map(plain) });
  }
  const table = shown.length === 0 ? '' : `${differenceTable(context, shown)}\n`;
  const conclusion = comparable
    ? 'Runs of these environments may be compared.'
    : 'Runs of these environments are not compared: they differ in what matters.';
  context.stdout(`Environments ${left.id} and ${right.id}\n\n${table}${conclusion}\n`);
}

function differenceTable(context: Context, differences: readonly FieldDifference[]): string {
  const paint = painter(context.color);
  const labels = differences.map(({ field }) => field.label);
  const width = context.columns - widest(labels) - 'harmless    '.length;
  const rows = differences.flatMap(({ field, grade, reason, ...sides }) => {
    const { a, b } = differingParts(sides.a, sides.b);
    const change =
      grade === 'same' ? formatField(field, a) : `${formatField(field, a)} → ${formatField(field, b)}`;
    const why = wrapText(reason, width).map((line) => paint('dim', line));
    const [first = '', ...rest] = [...wrapText(change, width), ...why];
    const word = grade === 'matters' ? paint('red', grade) : grade;
    return [[word, field.label, first], ...rest.map((line) => ['', '', line])];
  });
  return textTable([{ title: '' }, { title: 'field' }, { title: 'difference' }], rows);
}

function plain({ field, a, b, grade, reason }: FieldDifference) {
  const { path, part, label } = field;
  return { path, part, label, a: a ?? null, b: b ?? null, grade, reason };
}

function current(context: Context, options: { includeNames?: boolean }) {
  return fingerprint({
    worktree: context.cwd,
    signal: context.signal,
    includeIdentity: options.includeNames === true,
  });
}

async function stored(context: Context, id: string): Promise<NamedEnvironment> {
  await using project = await context.openProjectStore({ readonly: true });
  // Awaited here: the store closes on leaving.
  return await loadEnvironment(project.store, id);
}

function print(context: Context, result: object): void {
  context.stdout(`${JSON.stringify({ schema: 'assay.env/1', ...result }, null, 2)}\n`);
}

function day(iso: string): string {
  return iso.slice(0, 10);
}

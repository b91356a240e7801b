import { AssayError } from '../../core/error.ts';
import { canBridge } from '../../environment/bridge.ts';
import { diffEnvironments, type Grade, isApart, overallGrade } from '../../environment/difference.ts';
import { fieldOf, formatField } from '../../environment/field-value.ts';
import { FIELDS, type Field } from '../../environment/fields.ts';
import { fingerprint } from '../../environment/fingerprint.ts';
import { listEnvironments, loadEnvironment } from '../../store/environments.ts';
import type { Context } from '../context.ts';
import { textTable } from '../terminal/table.ts';
import { widest, wrapText } from '../terminal/wrap.ts';
import { differenceTables, plainDifference } from './differences.ts';
import { type NamedEnvironment, readEnvironmentFile } from './file.ts';

export async function list(context: Context): Promise<void> {
  await using project = await context.openProjectStore({ readonly: true });
  const here = await current(context, {});
  const environments = (await listEnvironments(project.store)).map((each) => ({
    ...each,
    grade: overallGrade(diffEnvironments({ identity: each.identity }, { identity: here.identity })),
  }));
  if (context.json) return print(context, { here: here.id, environments });
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
    each.names.join(', '),
    ...fields.map((field) => formatField(field, fieldOf(each, field))),
    day(each.firstSeen),
    each.lastSeen === null ? 'never' : day(each.lastSeen),
    String(each.runs),
    each.grade,
  ]);
  const titles = [
    'id',
    'name',
    ...fields.map((field) => field.label),
    'first seen',
    'last run',
    'runs',
    'to here and now',
  ];
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
    return [[markOf(field), field.label, first], ...rest.map((line) => ['', '', line])];
  });
  const table = textTable([{ title: '' }, { title: 'field' }, { title: 'value' }], rows);
  context.stdout(`Environment ${environment.id}\n\n${table}\n${LEGEND}\n`);
}

const LEGEND = `● counts towards the id: runs that differ in it are not compared
◐ counts as well: they are compared only through a calibration`;

function markOf(field: Field): string {
  if (!field.inDigest) return '';
  return canBridge(field) ? '◐' : '●';
}

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
  const grade = overallGrade(all);
  if (context.json) {
    const differences = shown.map(plainDifference);
    return print(context, { a: left.id, b: right.id, comparable: !isApart(grade), grade, differences });
  }
  const tables = differenceTables(context, shown);
  context.stdout(`Environments ${left.id} and ${right.id}\n\n${tables}${CONCLUSIONS[grade]}\n`);
}

const CONCLUSIONS: Readonly<Record<Grade, string>> = {
  same: 'Runs of these environments may be compared.',
  harmless: 'Runs of these environments may be compared.',
  'comparable with calibration':
    'Runs of these environments are compared only through a calibration: assay calibrate, assay compare --across',
  'not comparable':
    'Runs of these environments are not compared, and no calibration can bridge what differs.',
};

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

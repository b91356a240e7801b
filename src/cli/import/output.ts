import type { Context } from '../context.ts';
import type { ImportedFile, ImportResult } from '../schemas/import.ts';
import { painter } from '../terminal/paint.ts';
import { textTable } from '../terminal/table.ts';

export function printImport(context: Context, result: ImportResult): void {
  if (context.json) {
    context.stdout(`${JSON.stringify(result, null, 2)}\n`);
    return;
  }
  const paint = painter(context.color);
  for (const warning of result.warnings) context.stderr(`${paint('yellow', '!')} ${warning}\n`);
  const columns = [
    { title: 'file' },
    { title: 'format' },
    { title: 'measurements', align: 'right' },
    { title: 'samples', align: 'right' },
    { title: '' },
  ] as const;
  const rows = result.files.map((file) => [
    file.path,
    file.format ?? '',
    String(file.measurements),
    String(file.samples),
    paint(file.status === 'failed' ? 'red' : 'dim', outcome(file)),
  ]);
  context.stdout(textTable(columns, rows));
}

function outcome({ status, runs, error }: ImportedFile): string {
  const [first, ...more] = runs;
  const named =
    first === undefined ? '' : ` as run ${first}${more.length > 0 ? ` and ${more.length} more` : ''}`;
  switch (status) {
    case 'stored':
      return `stored${named}`;
    case 'known':
      return `already stored${named}`;
    case 'read':
      return 'read, not stored';
    case 'failed':
      return error ?? 'refused';
  }
}

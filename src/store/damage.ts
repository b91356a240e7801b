import { AssayError } from '../core/error.ts';
import { advising } from './error.ts';
import type { Store } from './open.ts';

/** Refuses a database whose structure is damaged, before anything is written to it. */
export function refuseDamaged({ connection, path }: Pick<Store, 'connection' | 'path'>): void {
  const [found] = advising(path, () => connection.prepare('PRAGMA quick_check(1)').all());
  const said = Object.values(found ?? {})[0];
  if (said === 'ok') return;
  throw new AssayError('store', `the database ${path} is corrupted: ${said}`, {
    hint: 'it was left as it is; restore a backup: assay db restore FILE --replace',
  });
}

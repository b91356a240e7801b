import { join } from 'node:path';
import { writeResults } from '../../src/report/publish.ts';
import { openStore } from '../../src/store/open.ts';
import { treeOf } from './published.ts';

/** Publishes a run of `folder`/assay.db into `folder`/results: `publish-child.ts FOLDER RUN`. */
const [folder, run] = process.argv.slice(2) as [string, string];
await using store = await openStore(join(folder, 'assay.db'), { readonly: true });
const tree = await treeOf(store, run);
process.stdout.write('drawn\n');
await writeResults(join(folder, 'results'), tree);

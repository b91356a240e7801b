import type { Context } from '../context.ts';
import type { Bench } from '../project/measuring.ts';

/** Writes the report of a run just measured. stdout belongs to the run's own result, so this goes to stderr. */
export async function reportToo(context: Context, { store, project }: Bench, runId: string): Promise<void> {
  const { writeReport } = await import('./write.ts');
  const { projectRoot, resultsDir } = project.workspace;
  const { stderr, signal, cwd } = context;
  await writeReport(
    { stdout: stderr, stderr, json: false, signal, cwd },
    { store, projectRoot },
    runId,
    resultsDir,
  );
}

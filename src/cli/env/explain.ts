import { choosePlace, rulingFor } from '../../config/choose-place.ts';
import { CONTEXTS } from '../../config/execution.ts';
import { loadConfig } from '../../config/load.ts';
import type { PlannedEnvironment } from '../../config/plan.ts';
import type { Context } from '../context.ts';
import { choiceOf, situationHere } from '../project/place.ts';
import type { PlaceFlags } from '../project/place-flags.ts';
import { textTable } from '../terminal/table.ts';
import { settingsOf } from './settings.ts';

/** Prints what is chosen in each context and why, and every environment with its defaults filled in. */
export async function explainEnvironments(context: Context, flags: PlaceFlags): Promise<void> {
  const { findConfig } = await import('../../config/find.ts');
  const choice = choiceOf(await loadConfig(context.files.config ?? (await findConfig(context.cwd))));
  const situation = situationHere(flags);
  const place = choosePlace(choice, flags, situation);
  const contexts = CONTEXTS.map((each) => {
    const { environment, rule } = rulingFor(choice, flags, each);
    return { context: each, environment: environment.name, why: rule };
  });
  const environments = [...choice.environments.values()];
  if (context.json) {
    const here = {
      ...{ context: situation.context, because: situation.why },
      ...{ environment: place.environment.name, why: place.why },
    };
    const result = { schema: 'assay.env/1', here, contexts, environments };
    return context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  }
  const rows = contexts.map((each) => [
    each.context === situation.context ? '→' : '',
    each.context,
    each.environment,
    each.why,
  ]);
  const titles = ['', 'context', 'environment', 'why'].map((title) => ({ title }));
  const sections = environments.map(environmentText).join('\n');
  context.stdout(
    `Measured in ${place.environment.name}: ${place.why}\n\n${textTable(titles, rows)}\n${sections}`,
  );
}

function environmentText(environment: PlannedEnvironment): string {
  const what = environment.kind === 'host' ? 'plain processes on this machine' : 'a container';
  const titles = [{ title: 'setting' }, { title: 'value' }];
  return `${environment.name}: ${what}\n\n${textTable(titles, settingsOf(environment))}`;
}

import { caseLabel } from '../../core/case.ts';
import { formatValue } from '../../core/unit.ts';
import type { MeasureEvent } from '../../measure/measure-plan.ts';
import { median } from '../../stats/descriptive.ts';
import type { Context } from '../context.ts';

/** Shows a run as it goes on: one line that redraws itself on a terminal, a line a step elsewhere. */
export interface Progress {
  readonly onEvent: (event: MeasureEvent) => void;
  /** Leaves the screen to what comes next. */
  done(): void;
}

/** Redrawing more often than this only costs the machine that is being measured. */
const REDRAW_MS = 200;

/** What a running comparison can say of a case beyond its medians. */
export type CaseForecast = (event: MeasureEvent & { kind: 'progress' }) => string;

export async function startProgress(context: Context, forecast: CaseForecast = () => ''): Promise<Progress> {
  if (context.json && !context.interactive) return { onEvent: () => {}, done: () => {} };
  return context.interactive ? redrawing(context, forecast) : plain(context);
}

async function redrawing(context: Context, forecast: CaseForecast): Promise<Progress> {
  const { createLogUpdate } = await import('log-update');
  const screen = createLogUpdate(process.stderr);
  let drawnAt = 0;
  let place = '';
  return {
    onEvent(event) {
      if (event.kind === 'case') place = `[${event.index + 1}/${event.of}] `;
      if (event.kind === 'progress') {
        const now = performance.now();
        if (now - drawnAt < REDRAW_MS) return;
        drawnAt = now;
        screen(`${place}${title(event)}  ${caseProgress(event, forecast)}`.slice(0, context.columns - 1));
      } else {
        const line = stepLine(event);
        if (line !== null) screen(`${place}${line}`.slice(0, context.columns - 1));
      }
    },
    done: () => screen.clear(),
  };
}

function plain(context: Context): Progress {
  return {
    onEvent(event) {
      const line = event.kind === 'progress' ? null : stepLine(event);
      if (line !== null) context.stderr(`${line}\n`);
    },
    done: () => {},
  };
}

function stepLine(event: Exclude<MeasureEvent, { kind: 'progress' }>): string | null {
  switch (event.kind) {
    case 'build':
      return `building ${event.label} for ${event.benchmark} …`;
    case 'built':
      return event.cached
        ? `${event.label}: already built`
        : `${event.label}: built in ${formatValue(event.buildS, 's')}`;
    case 'case':
      return `measuring ${title(event)} …`;
    case 'case-done':
      return event.failures.size === 0 ? null : `${title(event)}: failed: ${[...event.failures.values()][0]}`;
  }
}

function title(event: { benchmark: string; case: { params: Parameters<typeof caseLabel>[0] } }): string {
  const label = caseLabel(event.case.params);
  return label === '' ? event.benchmark : `${event.benchmark} (${label})`;
}

function caseProgress(event: MeasureEvent & { kind: 'progress' }, forecast: CaseForecast): string {
  if (event.phase === 'warm-up') return 'warming up';
  const wall = event.series.samples('candidate', 'wall');
  const estimate = wall.length === 0 ? '' : `median ${formatValue(median(wall), 's')}`;
  return [bar(event.spent), `${event.blocks} samples`, estimate, forecast(event), timeLeft(event)]
    .filter(Boolean)
    .join('  ');
}

const BAR_CELLS = 20;

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR_CELLS);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`;
}

/** The budget is an upper bound: a settled case ends earlier. */
function timeLeft({ spent, elapsedS }: { spent: number; elapsedS: number }): string {
  if (spent <= 0 || spent >= 1) return '';
  return `≤ ${formatValue((elapsedS * (1 - spent)) / spent, 's')} left`;
}

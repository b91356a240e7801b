import { SIZE } from './frame.ts';
import type { HistoryData } from './graph.ts';
import { LIGHT } from './palette.ts';
import type { Panel } from './picture.ts';
import { line, type Shape, words } from './shape.ts';
import type { Measure } from './text.ts';

/** Short object names under the runs: level while they fit, then upright, then only every so many. */
export function commitLabels(points: HistoryData['points'], panel: Panel, measure: Measure): Shape[] {
  const names = points.map(nameOf);
  const step = (panel.right - panel.left) / points.length;
  const widest = Math.max(...names.map((name) => measure(name, SIZE.small)));
  const level = step >= widest + 14;
  // Upright lines of text need a line's height each.
  const every = level ? 1 : Math.ceil((SIZE.small * 1.3) / step);
  const last = points.length - 1;
  return names.flatMap((name, i) => {
    // Counted from the last run, which always has its label.
    if ((last - i) % every !== 0) return [];
    const x = panel.left + (i + 0.5) * step;
    const style = { size: SIZE.small, fill: points[i]!.dirty ? LIGHT.regression : LIGHT.muted };
    return [
      line([x, panel.bottom], [x, panel.bottom + 7], { stroke: LIGHT.axis, lineWidth: 1.5 }),
      level
        ? words(name, x, panel.bottom + 24, { ...style, align: 'center' })
        : words(name, x, panel.bottom + 14, { ...style, align: 'right', rotation: Math.PI / 2 }),
    ];
  });
}

function nameOf({ commit, dirty }: HistoryData['points'][number]): string {
  if (commit === null) return 'dirty';
  return dirty ? `${commit}*` : commit;
}

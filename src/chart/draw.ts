import { distribution } from './distribution.ts';
import { forest } from './forest.ts';
import type { GraphData, GraphStamp } from './graph.ts';
import { history } from './history.ts';
import type { Picture } from './picture.ts';
import type { Measure } from './text.ts';

/**
 * Plain data to an option of ECharts: pure, the same on the server and in a browser. `compact` lets a picture
 * that stands in a page be as low as its content; in a file every picture has the same size.
 */
export function draw(data: GraphData, stamp: GraphStamp, measure: Measure, compact: boolean): Picture {
  switch (data.kind) {
    case 'distribution':
      return distribution(data, stamp, measure);
    case 'forest':
      return forest(data, stamp, measure, compact);
    case 'history':
      return history(data, stamp, measure);
  }
}

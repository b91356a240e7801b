import type { EChartsOption } from 'echarts';
import type { Shape } from './shape.ts';
import type { ValueAxis } from './ticks.ts';

/** What ECharts draws, and what is said of it to those who cannot see it. */
export interface Picture {
  readonly option: EChartsOption;
  /** Pixels. */
  readonly height: number;
  readonly title: string;
  /** The same content in words. */
  readonly description: string;
}

export type Series = NonNullable<EChartsOption['series']>;

/** Edges of a panel in pixels. */
export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The parts that every option has in common: nothing moves, nothing reacts, no layout of ECharts' own. */
export function optionOf(parts: {
  readonly panels: readonly { panel: Panel; x: object; y: object }[];
  readonly series: readonly Series[];
  readonly shapes: readonly Shape[];
  readonly width: number;
  readonly height: number;
}): EChartsOption {
  const { panels, series, shapes, width, height } = parts;
  const option = {
    animation: false,
    grid: panels.map(({ panel }) => ({
      left: panel.left,
      right: width - panel.right,
      top: panel.top,
      bottom: height - panel.bottom,
      outerBoundsMode: 'none',
    })),
    xAxis: panels.map(({ x }, gridIndex) => ({ ...x, gridIndex })),
    yAxis: panels.map(({ y }, gridIndex) => ({ ...y, gridIndex })),
    series,
    graphic: { elements: shapes, silent: true },
  };
  return option as unknown as EChartsOption;
}

/** An axis that only gives coordinates. */
export function bareAxis(min: number, max: number): object {
  return { type: 'value', min, max, show: false };
}

/** An axis with labels and grid lines at our own ticks. */
export function tickAxis(
  axis: ValueAxis,
  style: { size: number; text: string; grid: string; labels: boolean },
): object {
  return {
    type: 'value',
    min: axis.min,
    max: axis.max,
    axisLine: { show: false },
    axisTick: { show: false, customValues: axis.ticks },
    axisLabel: {
      show: style.labels,
      customValues: axis.ticks,
      formatter: axis.label,
      fontSize: style.size,
      color: style.text,
      margin: 12,
    },
    splitLine: { show: true, lineStyle: { color: style.grid, width: 1.5 } },
  };
}

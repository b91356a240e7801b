/**
 * The value that would stand at `rank` (from 0) if `values` were in ascending order: Hoare's FIND (1961), in
 * linear time where a sort takes n log n. Reorders `values`, which must hold no NaN.
 */
export function reorderedTo(values: Float64Array, rank: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = middleOfThree(values[from]!, values[(from + to) >> 1]!, values[to]!);
    let left = from;
    let right = to;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const moved = values[left]!;
      values[left++] = values[right]!;
      values[right--] = moved;
    }
    if (rank <= right) to = right;
    else if (rank >= left) from = left;
    else return values[rank]!;
  }
  return values[rank]!;
}

/** Keeps sorted and reversed histories from taking quadratic time. */
function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

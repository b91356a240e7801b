/** A column whose part that the others do not explain is smaller than this share of it adds nothing. */
const DEPENDENT = 1e-9;

/**
 * Least squares by the normal equations and Cholesky's decomposition. Column c is zero before `starts[c]`.
 * A column that depends on earlier ones gets the coefficient 0.
 */
export function solve(
  columns: readonly Float64Array[],
  target: Float64Array,
  starts: readonly number[],
): Float64Array {
  const size = columns.length;
  const matrix = columns.map((a, i) =>
    Float64Array.from({ length: i + 1 }, (_, j) => dot(a, columns[j]!, Math.max(starts[i]!, starts[j]!))),
  );
  const right = Float64Array.from(columns, (column, i) => dot(column, target, starts[i]!));
  const used = decompose(matrix);
  for (let i = 0; i < size; i++) {
    if (!used[i]) {
      right[i] = 0;
      continue;
    }
    for (let j = 0; j < i; j++) right[i]! -= matrix[i]![j]! * right[j]!;
    right[i]! /= matrix[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    if (!used[i]) continue;
    for (let j = i + 1; j < size; j++) right[i]! -= matrix[j]![i]! * right[j]!;
    right[i]! /= matrix[i]![i]!;
  }
  return right;
}

/** In place, lower triangle; which columns were independent. Rows of dependent ones become zero. */
function decompose(matrix: readonly Float64Array[]): boolean[] {
  return matrix.map((row, i) => {
    const whole = row[i]!;
    for (let j = 0; j <= i; j++) {
      let value = row[j]!;
      for (let k = 0; k < j; k++) value -= row[k]! * matrix[j]![k]!;
      if (j < i) row[j] = matrix[j]![j] === 0 ? 0 : value / matrix[j]![j]!;
      else row[i] = value > DEPENDENT * Math.max(whole, 1e-300) ? Math.sqrt(value) : 0;
    }
    if (row[i] !== 0) return true;
    row.fill(0);
    return false;
  });
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  const n = a.length;
  // Two sums side by side: neither waits for the other.
  let even = 0;
  let odd = 0;
  let t = from;
  for (; t + 1 < n; t += 2) {
    even += a[t]! * b[t]!;
    odd += a[t + 1]! * b[t + 1]!;
  }
  return even + odd + (t < n ? a[t]! * b[t]! : 0);
}

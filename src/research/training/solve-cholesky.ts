// Takes a symmetric positive definite matrix and a right-hand side; gives the solution of the linear system.

/**
 * `matrix` is row-major [size, size], of which the lower triangle is read; neither argument is changed. Undefined when the matrix is
 * not positive definite to working precision.
 */
export function solveCholesky(matrix: Float64Array, rightSide: Float64Array): Float64Array | undefined {
  const size = rightSide.length;
  const lower = factorCholesky(matrix, size);
  if (lower === undefined) return undefined;
  const x = Float64Array.from(rightSide);
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  return x;
}

/** L with L Lᵀ = matrix, row-major, of which the lower triangle is read; undefined when it is not positive definite. */
export function factorCholesky(matrix: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i !== j) {
        lower[i * size + j] = sum / lower[j * size + j]!;
      } else if (sum > 0) {
        lower[i * size + i] = Math.sqrt(sum);
      } else {
        return undefined;
      }
    }
  }
  return lower;
}

/** Exponentials of two doubles or four singles at once, without tables. */
import { madd32, madd64 } from './fused';

/**
 * exp(x) for x <= 0, to about 1e-16 relative; what is below -708 counts as -708. x = k ln 2 + r with |r| <= ln 2 / 2,
 * exp(r) by its Taylor series to r^13, 2^k through the exponent bits.
 */
@inline
export function exp64(x: v128): v128 {
  const clamped = f64x2.max(x, f64x2.splat(-708));
  const k = f64x2.nearest(f64x2.mul(clamped, f64x2.splat(1.4426950408889634)));
  let r = madd64(k, f64x2.splat(-0.693147180369123816490), clamped);
  r = madd64(k, f64x2.splat(-1.90821492927058770002e-10), r);
  let p = f64x2.splat(1.0 / 6227020800.0);
  p = madd64(p, r, f64x2.splat(1.0 / 479001600.0));
  p = madd64(p, r, f64x2.splat(1.0 / 39916800.0));
  p = madd64(p, r, f64x2.splat(1.0 / 3628800.0));
  p = madd64(p, r, f64x2.splat(1.0 / 362880.0));
  p = madd64(p, r, f64x2.splat(1.0 / 40320.0));
  p = madd64(p, r, f64x2.splat(1.0 / 5040.0));
  p = madd64(p, r, f64x2.splat(1.0 / 720.0));
  p = madd64(p, r, f64x2.splat(1.0 / 120.0));
  p = madd64(p, r, f64x2.splat(1.0 / 24.0));
  p = madd64(p, r, f64x2.splat(1.0 / 6.0));
  p = madd64(p, r, f64x2.splat(0.5));
  p = madd64(p, r, f64x2.splat(1));
  p = madd64(p, r, f64x2.splat(1));
  // Adding 1.5 2^52 leaves k in the lowest bits.
  const bits = f64x2.add(k, f64x2.splat(6755399441055744));
  return i64x2.add(p, i64x2.shl(bits, 52));
}

/** exp(x) in single precision for -87 <= x <= 87; beyond, x counts as the nearer of the two. */
@inline
export function exp32(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(87));
  const k = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  let r = madd32(k, f32x4.splat(-0.693359375), clamped);
  r = madd32(k, f32x4.splat(2.12194440e-4), r);
  let p = f32x4.splat(1.0 / 5040.0);
  p = madd32(p, r, f32x4.splat(1.0 / 720.0));
  p = madd32(p, r, f32x4.splat(1.0 / 120.0));
  p = madd32(p, r, f32x4.splat(1.0 / 24.0));
  p = madd32(p, r, f32x4.splat(1.0 / 6.0));
  p = madd32(p, r, f32x4.splat(0.5));
  p = madd32(p, r, f32x4.splat(1));
  p = madd32(p, r, f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(i32x4.trunc_sat_f32x4_s(k), 23));
}

/** 1 / (1 + exp(-x)) */
@inline
export function sigmoid32(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp32(f32x4.neg(x))));
}

/** tanh(x): its Taylor series up to |x| = 0.3, 1 - 2 / (exp(2 |x|) + 1) with the sign of x beyond. */
@inline
export function tanh32(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = f32x4.splat(1);
  const e = exp32(f32x4.add(size, size));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  const square = f32x4.mul(x, x);
  let near = f32x4.splat(<f32>(-1382.0 / 155925.0));
  near = madd32(near, square, f32x4.splat(<f32>(62.0 / 2835.0)));
  near = madd32(near, square, f32x4.splat(<f32>(-17.0 / 315.0)));
  near = madd32(near, square, f32x4.splat(<f32>(2.0 / 15.0)));
  near = madd32(near, square, f32x4.splat(<f32>(-1.0 / 3.0)));
  near = madd32(near, f32x4.mul(square, size), size);
  const value = v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.3)));
  return v128.or(value, v128.and(x, i32x4.splat(0x80000000)));
}

/** log(1 + exp(x)) = max(x, 0) + log(1 + e) with e = exp(-|x|); the logarithm as 2 artanh(e / (2 + e)) by its series. */
@inline
export function softplus32(x: v128): v128 {
  const e = exp32(f32x4.neg(f32x4.abs(x)));
  const s = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  const square = f32x4.mul(s, s);
  let p = f32x4.splat(<f32>(2.0 / 15.0));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 13.0)));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 11.0)));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 9.0)));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 7.0)));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 5.0)));
  p = madd32(p, square, f32x4.splat(<f32>(2.0 / 3.0)));
  p = madd32(p, square, f32x4.splat(2));
  return madd32(p, s, f32x4.max(x, f32x4.splat(0)));
}

/**
 * tanh(x) to 3e-7, at half the cost of {@link tanh32}: x P(x^2) / Q(x^2), the coefficients fitted by weighted least
 * squares for the least largest error on |x| <= 8, beyond which x counts as 8.
 */
@inline
export function tanhRational32(x: v128): v128 {
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-8)), f32x4.splat(8));
  const square = f32x4.mul(clamped, clamped);
  let p = f32x4.splat(1.52302844e-8);
  let q = f32x4.splat(8.52239303e-7);
  p = madd32(p, square, f32x4.splat(2.18945687e-5));
  q = madd32(q, square, f32x4.splat(3.41128283e-4));
  p = madd32(p, square, f32x4.splat(3.57159244e-3));
  q = madd32(q, square, f32x4.splat(2.61644217e-2));
  p = madd32(p, square, f32x4.splat(0.134444933));
  q = madd32(q, square, f32x4.splat(0.467778206));
  p = madd32(p, square, f32x4.splat(1));
  q = madd32(q, square, f32x4.splat(1));
  return f32x4.div(f32x4.mul(clamped, p), q);
}

/** a b + c, fused where the build says so (the constant FMA is given to the compiler). */

@inline
export function madd32(a: v128, b: v128, c: v128): v128 {
  if (FMA) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

@inline
export function madd64(a: v128, b: v128, c: v128): v128 {
  if (FMA) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** 1 where madd rounds once: (1 + e)(1 - e) - 1 = -e^2 is lost when the product is rounded first. */
export function isFused(a: f32, b: f32, c: f64): i32 {
  const single = madd32(f32x4.splat(a), f32x4.splat(b), f32x4.splat(-1));
  const double = madd64(f64x2.splat(c), f64x2.splat(2 - c), f64x2.splat(-1));
  return i32(f32x4.extract_lane(single, 0) != 0 && f64x2.extract_lane(double, 0) != 0);
}

// Made by `cargo xtask types` from the Rust code. Do not edit.
/** Digits that a currency has after its decimal mark unless it stands below (ISO 4217). */
export const USUAL_DIGITS = 2;

/** The currencies that have another number of digits. */
export const UNUSUAL_DIGITS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

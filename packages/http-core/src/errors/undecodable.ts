/** Error codes of zlib, by what was to be decompressed: gzip and deflate, Brotli, Zstandard. */
const UNDECODABLE = /^(Z_\w+_ERROR$|ERR__ERROR_|ZSTD_error_)/;

/** Returns true if only the body of a response could not be decompressed: its status and headers are there. */
export function isUndecodable(code: unknown): boolean {
  return typeof code === 'string' && UNDECODABLE.test(code);
}

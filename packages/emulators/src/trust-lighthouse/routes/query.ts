import type { FastifyRequest } from 'fastify';
import { queryOf } from '../../kit/http/query';
import { unprocessable } from '../api-error';
import type { TrustAssumptions } from '../assumptions';
import { periodOf, type Period } from '../date-time';

/** The parameters of a URL, as Chronos reads them. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor(
    request: FastifyRequest,
    private readonly settings: TrustAssumptions,
  ) {
    this.#parameters = queryOf(request);
  }

  /** `undefined` if it is absent or empty. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) || undefined;
  }

  isTrue(name: string): boolean {
    return this.text(name) === 'true';
  }

  /** A positive whole number. @throws ApiError 422 */
  count(name: string, byDefault: number): number {
    const text = this.text(name);
    if (text === undefined) return byDefault;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    return this.#refuse(`${name} must be a positive integer`) ?? byDefault;
  }

  /** @throws ApiError 422 */
  period(name: string): Period | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    return (
      periodOf(text, this.settings.dateOffsetMinutes) ??
      this.#refuse(`${name} must be formatted as YYYY-MM-DD HH:MM:SS`)
    );
  }

  /** @throws ApiError 422 if it is absent or not valid, whatever the assumptions say */
  requiredPeriod(name: string): Period {
    const period = periodOf(this.text(name) ?? '', this.settings.dateOffsetMinutes);
    if (!period) throw unprocessable(`${name} must be formatted as YYYY-MM-DD`);
    return period;
  }

  #refuse(errors: string): undefined {
    if (this.settings.invalidQuery === 'refuse') throw unprocessable(errors);
    return undefined;
  }
}

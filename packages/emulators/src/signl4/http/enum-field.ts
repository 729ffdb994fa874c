import { z } from 'zod/v4';

/** A number of an enum, or its name as samples of the vendor write it (signl4.md §2.5). */
export function enumField(names: Readonly<Record<string, number>>) {
  const values = new Set(Object.values(names));
  const byName = new Map(Object.entries(names).map(([name, value]) => [name.toLowerCase(), value]));
  return z.union([z.number(), z.string()]).transform((given, issues) => {
    const value = typeof given === 'string' ? byName.get(given.toLowerCase()) : given;
    if (value !== undefined && values.has(value)) return value;
    issues.addIssue({ code: 'custom', message: `is none of ${Object.keys(names).join(', ')}` });
    return z.NEVER;
  });
}

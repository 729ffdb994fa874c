import * as z from 'zod/v4-mini';

/**
 * Pattern of a field for an ID: the ID, or the resource name that ends in it. IDs are mostly 20 letters and digits, but those of
 * members, emulated devices and older resources differ (disruptive-technologies.md §1).
 *
 * @param collection as it stands in resource names, such as `devices`
 */
export function idPattern(collection: string): string {
  return `^(([a-z]+/[\\w-]+/){0,2}${collection}/)?[\\w.-]+$`;
}

/**
 * An ID in a URL. Of a resource name, the last part is taken.
 *
 * @param example what an ID of this kind looks like
 */
export function resourceId(collection: string, example: string): z.ZodMiniType<string> {
  return z.pipe(
    z
      .string()
      .check(
        z.trim(),
        z.regex(new RegExp(idPattern(collection)), `is not an ID: it must look like ${example}`),
      ),
    z.transform((name) => name.slice(name.lastIndexOf('/') + 1)),
  );
}

/** Example of an ID: those of most resources have 20 digits and lower-case letters. */
export const XID = 'c0b1f4a1k4qg00f5m400';

export const projectId = (): z.ZodMiniType<string> => resourceId('projects', XID);
export const deviceId = (): z.ZodMiniType<string> => resourceId('devices', XID);
export const organizationId = (): z.ZodMiniType<string> => resourceId('organizations', XID);

/** An error as n8n stores it. */
interface StoredError {
  message?: string;
  description?: string | null;
}

/** Characters; a shorter hint cannot be helpful. */
const LEAST_DESCRIPTION = 20;

/** Checks that an error has a message and a hint, both readable. */
export function errorViolations(error: StoredError): string[] {
  const message = error.message ?? '';
  const description = error.description ?? '';
  const violations: string[] = [];
  if (message.trim() === '') violations.push('The error has no message');
  if (description.trim().length < LEAST_DESCRIPTION) {
    violations.push(`The error "${message}" does not say what to do (description: "${description}")`);
  }
  if (description !== '' && description === message) violations.push(`The error says "${message}" twice`);
  for (const [name, text] of Object.entries({ message, description })) {
    const slip = /\[object Object\]|\bundefined\b|\bNaN\b/.exec(text);
    if (slip) violations.push(`The ${name} of the error contains "${slip[0]}": ${text}`);
  }
  // n8n mistakes an error with this word for a cancellation and shows the execution as stopped by the user.
  if (message.includes('canceled')) violations.push(`The message contains "canceled": ${message}`);
  return violations;
}

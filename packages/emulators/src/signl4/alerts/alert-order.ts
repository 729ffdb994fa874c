import type { Attachment, Parameter } from '../model';

/** X-S4-AlertingScenario. signl4.md §1.3 */
export type Scenario = 'single_ack' | 'multi_ack' | 'emergency';

/** An alert to raise. */
export interface AlertOrder {
  eventId: string;
  teamId: string;
  title: string;
  text: string;
  externalId: string | null;
  categoryId: string | null;
  severity: number;
  flags: number;
  scenario?: Scenario;
  parameters: Parameter[];
  attachments: Attachment[];
}

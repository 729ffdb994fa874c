/** Template of an alert that people raise in the app. V2.CalloutTemplateDetails */
export interface CalloutTemplate {
  id: string;
  name: string;
  subject: string | null;
  text: string | null;
  location: string | null;
  externalId: string | null;
  categoryId: string | null;
  targetAllTeams: boolean;
  targetTeamId: string | null;
  workflowType: number;
}

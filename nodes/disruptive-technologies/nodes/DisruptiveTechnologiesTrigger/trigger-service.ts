import { disruptiveTechnologies, needs } from '../api/disruptive-technologies';

/** The service with hints for the trigger. */
export const triggerService = {
  ...disruptiveTechnologies,
  hints: {
    ...disruptiveTechnologies.hints,
    ...needs('Project Developer', {
      404: 'There is no such project, or the service account may not see it. Choose it from the list.',
    }),
  },
};

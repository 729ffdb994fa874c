export { deadlineIn, nameWithDeadline } from './deadline-name';
export { COMMENT_FIELD, decisionPage, messagePage } from './decision-page';
export type { Page } from './decision-page';
export { parkedItem, parkExecution } from './park-execution';
export { answerResume } from './answer-resume';
export type { ResumeDecision } from './answer-resume';
export { resumeWebhooks } from './resume-webhooks';
export { isSignedResume, signedResumeUrl } from './signed-resume-url';

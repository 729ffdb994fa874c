import type { Backlog } from '../backlog';
import type { Context } from '../context';
import { TimelineEntry } from '../enums';
import { addToTimeline } from '../alerts/timeline';
import type { ApiKey } from '../model';
import { recordId } from '../record-id';
import { ServiceError } from '../service-error';
import {
  CREATED_BY_API_KEY,
  JobStatus,
  ParameterOption,
  type RemoteAction,
  type RemoteActionDefinition,
  type RemoteJob,
} from './remote-action';

/** A value for one parameter. */
export interface ParameterValue {
  name: string;
  value: string | null;
}

/** Remote actions and the journal of their runs. */
export class RemoteActions {
  constructor(
    private readonly context: Context,
    private readonly backlog: Backlog,
  ) {}

  /** @throws ServiceError 404 for one that is not known */
  get(actionId: string): RemoteAction {
    const action = this.context.state.remoteActions.get(actionId.toLowerCase());
    if (action) return action;
    throw new ServiceError(404, 'Error reading remote action.', `No remote action has the ID ${actionId}.`);
  }

  /** @throws ServiceError with `status` for one that is not known */
  definition(definitionId: string, status = 404): RemoteActionDefinition {
    const definition = this.context.state.remoteActionDefinitions.get(definitionId.toLowerCase());
    if (definition) return definition;
    throw new ServiceError(status, 'Error reading definition.', `No definition has the ID ${definitionId}.`);
  }

  /** @throws ServiceError 404 for one that is not known */
  job(jobId: string): RemoteJob {
    const job = this.context.state.remoteJobs.get(jobId.toLowerCase());
    if (job) return job;
    throw new ServiceError(404, 'Error reading remote job.', `No remote job has the ID ${jobId}.`);
  }

  /**
   * Queues a run. It goes from pending over running to executed or failed, and onto the timeline of its alert.
   * @throws ServiceError 400 for a disabled action, or parameters that are unknown, locked or missing
   */
  run(
    action: RemoteAction,
    values: readonly ParameterValue[],
    alertId: string | null,
    key: ApiKey,
  ): RemoteJob {
    if (!action.enabled) throw new ServiceError(400, 'Error creating remote job.', 'The action is disabled.');
    const definition = this.definition(action.definitionId);
    const now = this.context.ticks.date();
    const job: RemoteJob = {
      id: recordId(this.context.ticks.next()),
      actionId: action.id,
      definitionId: definition.id,
      type: definition.type,
      alertId,
      creatorId: key.id,
      creatorName: key.name,
      statusCode: JobStatus.Pending,
      statusDescription: null,
      createdAt: now,
      activatedAt: null,
      startedAt: null,
      lastUpdate: now,
      parameters: jobParameters(action, definition, values),
    };
    this.context.state.remoteJobs.set(job.id, job);
    this.backlog.add(() => this.#start(job, definition));
    return job;
  }

  #start(job: RemoteJob, definition: RemoteActionDefinition): void {
    this.#update(job, JobStatus.Running, null);
    job.activatedAt = job.lastUpdate;
    job.startedAt = job.lastUpdate;
    this.backlog.add(() => {
      const fails = definition.externalId === 'always-fails';
      this.#update(
        job,
        fails ? JobStatus.Error : JobStatus.Executed,
        fails ? 'The server is down.' : 'Done.',
      );
      const alert = job.alertId === null ? undefined : this.context.state.alerts.get(job.alertId);
      if (!alert) return;
      addToTimeline(this.context, alert, {
        entrytype: TimelineEntry.RemoteJobExecuted,
        remoteActionId: job.actionId,
        remoteJobId: job.id,
        creatorId: job.creatorId,
        creatorType: CREATED_BY_API_KEY,
      });
    });
  }

  #update(job: RemoteJob, statusCode: number, statusDescription: string | null): void {
    job.statusCode = statusCode;
    job.statusDescription = statusDescription;
    job.lastUpdate = this.context.ticks.date();
  }
}

/** Values of a run: those of the call, else of the action, else of the definition. Encrypted ones stay hidden. */
function jobParameters(
  action: RemoteAction,
  definition: RemoteActionDefinition,
  values: readonly ParameterValue[],
): ParameterValue[] {
  const refuse = (details: string) => new ServiceError(400, 'Error creating remote job.', details);
  const unknown = values.find(
    ({ name }) => !definition.parameters.some((parameter) => parameter.name === name),
  );
  if (unknown) throw refuse(`The action has no parameter "${unknown.name}".`);
  return definition.parameters.map(({ name, options, defaultValue }) => {
    const given = values.find((value) => value.name === name);
    if (given && (options & ParameterOption.Locked) !== 0) throw refuse(`The parameter "${name}" is locked.`);
    const value = given?.value ?? action.values.get(name) ?? defaultValue;
    if ((options & ParameterOption.Required) !== 0 && (value ?? '') === '') {
      throw refuse(`The parameter "${name}" is required.`);
    }
    return { name, value: (options & ParameterOption.Encrypted) !== 0 ? null : value };
  });
}

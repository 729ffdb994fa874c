import { randomUUID } from 'node:crypto';
import { parse as parseFlatted } from 'flatted';
import { Execution, type ExecutionData } from './execution';
import { pollUntil } from './poll-until';

/** A refusal by n8n. */
export class N8nRequestError extends Error {
  override readonly name = 'N8nRequestError';

  constructor(
    readonly method: string,
    readonly path: string,
    readonly status: number,
    readonly reason: string,
  ) {
    super(`n8n answered ${status} to ${method} ${path}: ${reason}`);
  }
}

export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown>;
  webhookId?: string;
  credentials?: Record<string, { id: string; name: string }>;
  [field: string]: unknown;
}

/** Content of a workflow and of an example file. */
export interface WorkflowContent {
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

export interface Workflow extends WorkflowContent {
  id: string;
  active: boolean;
  isArchived: boolean;
  /** Changes with every change of the content. */
  versionId: string;
  /** The version that runs, if the workflow is active. */
  activeVersionId: string | null;
}

export interface Credential {
  id: string;
  name: string;
  type: string;
}

/** `published`: all triggers of the workflow are registered, here and at their services. */
interface PublicationStatus {
  status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
  triggers: { nodeId: string; status: string; errorMessage: string | null }[];
}

export interface ExecutionSummary {
  id: string;
  workflowId: string;
  status: string;
  mode: string;
}

/** A connection on which n8n tells an open canvas what happened. */
export interface PushListener {
  readonly isOpen: boolean;
  close(): void;
}

/** Generous: registering a trigger may take several attempts at the service. */
const PUBLICATION_TIMEOUT_MS = 60_000;
const EXECUTION_TIMEOUT_MS = 60_000;

/** Client of n8n's internal REST API, as the canvas uses it, with one logged-in user. */
export class N8nClient {
  readonly #browserId = randomUUID();
  #cookie = '';

  /** @param url origin of the n8n, without a slash at the end */
  constructor(readonly url: string) {}

  /** True if n8n has no owner yet. */
  async needsOwner(): Promise<boolean> {
    const settings = await this.request<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
      'GET',
      '/rest/settings',
    );
    return settings.userManagement.showSetupOnFirstLoad === true;
  }

  /** Creates the owner, who is then logged in. */
  async setUpOwner(owner: {
    email: string;
    password: string;
    firstName: string;
    lastName: string;
  }): Promise<void> {
    await this.request('POST', '/rest/owner/setup', owner);
  }

  async login(email: string, password: string): Promise<void> {
    await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
  }

  async listCredentials(): Promise<Credential[]> {
    return await this.request('GET', '/rest/credentials');
  }

  async createCredential(credential: { name: string; type: string; data: object }): Promise<Credential> {
    return await this.request('POST', '/rest/credentials', credential);
  }

  async updateCredential(
    id: string,
    credential: { name: string; type: string; data: object },
  ): Promise<Credential> {
    return await this.request('PATCH', `/rest/credentials/${id}`, credential);
  }

  /** Runs the credential's own test, as the button in its dialog does. */
  async testCredential(
    credential: Credential & { data: object },
  ): Promise<{ status: 'OK' | 'Error'; message: string }> {
    return await this.request('POST', '/rest/credentials/test', { credentials: credential });
  }

  async listWorkflows(): Promise<{ id: string; name: string; active: boolean }[]> {
    return await this.request('GET', '/rest/workflows?take=200');
  }

  /** @returns the workflow, or undefined if there is none with this id */
  async findWorkflow(id: string): Promise<Workflow | undefined> {
    try {
      return await this.request<Workflow>('GET', `/rest/workflows/${id}`);
    } catch (error) {
      if (error instanceof N8nRequestError && error.status === 404) return undefined;
      throw error;
    }
  }

  async createWorkflow(workflow: WorkflowContent & { id?: string }): Promise<Workflow> {
    return await this.request('POST', '/rest/workflows', workflow);
  }

  async updateWorkflow(id: string, content: WorkflowContent): Promise<Workflow> {
    return await this.request('PATCH', `/rest/workflows/${id}`, content);
  }

  async publicationStatus(id: string): Promise<PublicationStatus> {
    return await this.request('GET', `/rest/workflows/${id}/publication-status`);
  }

  /**
   * Activates a workflow and waits until its triggers are registered; n8n itself answers before that.
   * @throws Error with the errors of the failed triggers
   */
  async publish(workflow: Pick<Workflow, 'id' | 'name' | 'versionId'>): Promise<void> {
    const { id, name, versionId } = workflow;
    await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
    const { status, triggers } = await this.#settledStatus(id, name, (now) => now !== 'not_published');
    if (status === 'published') return;
    const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
    throw new Error(`n8n could not activate "${name}": ${reasons.join('; ') || status}`);
  }

  /** Deactivates a workflow and waits until n8n has taken its triggers back. */
  async unpublish({ id, name }: Pick<Workflow, 'id' | 'name'>): Promise<void> {
    await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
    await this.#settledStatus(id, name, (status) => status === 'not_published');
  }

  /** Presses "Execute workflow" on one trigger and waits for the end. */
  async runWorkflow(workflowId: string, triggerName: string): Promise<Execution> {
    return await this.waitForExecution(await this.startWorkflow(workflowId, triggerName));
  }

  /** Presses "Execute workflow" on one trigger. @returns the ID of the execution */
  async startWorkflow(workflowId: string, triggerName: string): Promise<string> {
    const { executionId } = await this.request<{ executionId: string }>(
      'POST',
      `/rest/workflows/${workflowId}/run`,
      {
        triggerToStartFrom: { name: triggerName },
      },
    );
    return executionId;
  }

  /** Status of an execution, such as `running`, `waiting` or `success`. */
  async statusOf(executionId: string): Promise<string> {
    return (await this.request<{ status: string }>('GET', `/rest/executions/${executionId}`)).status;
  }

  /** The executions of a workflow, newest first. */
  async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
    const filter = encodeURIComponent(JSON.stringify({ workflowId }));
    const page = await this.request<{ results: ExecutionSummary[] }>(
      'GET',
      `/rest/executions?filter=${filter}&limit=100`,
    );
    return page.results;
  }

  /** Waits until an execution is over, successfully or not. */
  async waitForExecution(id: string): Promise<Execution> {
    return await pollUntil(
      async () => {
        const { status, data } = await this.request<{ status: string; data: string }>(
          'GET',
          `/rest/executions/${id}`,
        );
        if (['new', 'running', 'waiting'].includes(status)) return undefined;
        return new Execution(id, status, parseFlatted(data) as ExecutionData);
      },
      { what: `execution ${id} to end`, timeoutMs: EXECUTION_TIMEOUT_MS },
    );
  }

  /** Descriptions of all node types, as the editor gets them. */
  async nodeTypes(): Promise<{ name: string; [field: string]: unknown }[]> {
    return await this.request('GET', '/types/nodes.json');
  }

  /** The content of a file in an item. @param id as the item has it */
  async binaryContent(id: string): Promise<Buffer> {
    const path = `/rest/binary-data?id=${encodeURIComponent(id)}&action=download`;
    return Buffer.from(await (await this.#send('GET', path)).arrayBuffer());
  }

  /**
   * Listens to what n8n tells its open canvases.
   * @param onMessage gets the type of each message: `nodeDescriptionUpdated`
   * @throws Error if n8n does not accept the connection
   */
  async listen(onMessage: (type: string) => void): Promise<PushListener> {
    const address = `${this.url.replace(/^http/, 'ws')}/rest/push?pushRef=${randomUUID()}`;
    // A browser would send these headers itself.
    const socket = new WebSocket(address, { headers: { cookie: this.#cookie, origin: this.url } });
    socket.addEventListener('message', ({ data }) => {
      onMessage((JSON.parse(String(data)) as { type: string }).type);
    });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('n8n does not accept a push connection.')));
    });
    return {
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      close: () => socket.close(),
    };
  }

  /** Any other call. @returns the response without n8n's `data` envelope @throws N8nRequestError */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = await (await this.#send(method, path, body)).text();
    const response = text === '' ? undefined : (JSON.parse(text) as unknown);
    return (isRecord(response) && 'data' in response ? response.data : response) as T;
  }

  /** @throws N8nRequestError */
  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        // n8n binds the session cookie to this id.
        'browser-id': this.#browserId,
        cookie: this.#cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const session = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
    if (session) this.#cookie = session.split(';', 1)[0] ?? '';
    if (!response.ok)
      throw new N8nRequestError(method, path, response.status, reasonIn(await response.text()));
    return response;
  }

  async #settledStatus(
    id: string,
    name: string,
    isExpected: (status: PublicationStatus['status']) => boolean,
  ): Promise<PublicationStatus> {
    return await pollUntil(
      async () => {
        const publication = await this.publicationStatus(id);
        if (publication.status === 'in_progress') return undefined;
        return isExpected(publication.status) ? publication : undefined;
      },
      { what: `the triggers of "${name}"`, timeoutMs: PUBLICATION_TIMEOUT_MS },
    );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** n8n explains itself in `message`, sometimes; a page of HTML explains nothing. */
function reasonIn(text: string): string {
  try {
    const response = JSON.parse(text) as unknown;
    if (isRecord(response) && typeof response.message === 'string') return response.message;
  } catch {
    // Not JSON.
  }
  return text.startsWith('<') ? 'no reason given' : text.slice(0, 200) || 'no reason given';
}

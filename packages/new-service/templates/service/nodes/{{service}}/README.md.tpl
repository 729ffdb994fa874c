# n8n-nodes-{{service}}

n8n nodes for [{{name}}]({{origin}}): create and read {{noun.many}}{{#if hasTrigger}}, and start a workflow {{triggerSentence}}{{/if}}.

- **{{name}}** creates and reads {{noun.many}}. AI agents can use it as a tool.
{{#if hasTrigger}}
- **{{name}} Trigger** starts a workflow {{triggerSentence}}. {{triggerMeans}}
{{/if}}

## Installation

In n8n, go to _Settings > Community nodes > Install_ and enter `n8n-nodes-{{service}}`.

<!-- n8n:start --><!-- n8n:end -->

## Credentials

Create a credential of the type **{{name}} API**:

| Field | What to enter |
| ----- | ------------- |
| Environment | _{{name}} Cloud_ ({{host}}), or _Custom_ for another address |
{{#if isExpiring}}
| Base URL, Token URL | Only for the environment _Custom_: the addresses of the API and of its token endpoint |
{{else}}
| Base URL | Only for the environment _Custom_: the address of the API |
{{/if}}
{{#each secretFields}}
| {{label}} | {{description}} |
{{/each}}

_Test_ reads one entry of the list of {{noun.many}}. {{secretSent}} Redirects are not followed, and
secrets do not appear in outputs, errors or logs.

You can also use the credential in n8n's HTTP Request node. With the options _Proxy_, _Ignore SSL Issues_ or _SSL Certificates_, the
request is refused, because these could expose the secret. A proxy for all of n8n (`HTTPS_PROXY`) works.

## Operations

<!-- operations:start --><!-- operations:end -->

Items are processed concurrently (10 at a time, _Options > Concurrency_), and the output keeps the order of the input. With
_On Error > Continue_ a failed item does not stop the others. If a failure leaves open whether {{name}} created {{noun.one}}, the node
does not send it again and says so in the error.
{{#if hasTrigger}}

## Trigger

{{#if isPoll}}
The trigger asks for new {{noun.many}} as often as _Poll Times_ says, and gives each of them once, oldest first. The first poll gives
nothing: it notes what is there already. After a restart, or while n8n was off, it continues where it stopped.
{{else}}
<!-- events:start --><!-- events:end -->

On activation the trigger registers its webhook at {{name}}, adopts one that is left from before, and removes it on deactivation. It never
touches webhooks that it did not create. n8n must be reachable by {{name}} under its `WEBHOOK_URL`.

{{#if isSigned}}
**Authenticity.** {{name}} signs each event with a key that the trigger derives from the credential and hands over with the registration. The
signature covers the time and the body: an event that is unsigned, changed, or older than five minutes is answered 401 and starts nothing.
{{else}}
**Authenticity.** {{name}} signs nothing. Each registration therefore has a random token in its URL, which is compared in constant time and of
which n8n keeps only the hash. A request without it is answered 401 and starts nothing.
{{/if}}

**Delivery.** {{name}} may send an event more than once; the trigger starts the workflow once for each event ID.
{{/if}}
{{/if}}

## Examples

Import them with _Workflow menu > Import from file_:

- [`create-and-get.json`](examples/create-and-get.json): create {{noun.one}}, and get it by its ID.
{{#if hasTrigger}}
- [`{{exampleFile}}`](examples/{{exampleFile}}): get {{noun.one}} as soon as it is there.
{{/if}}

## Limits

- {{noun.Many}} can be created and read, but not changed or deleted.
- An answer is read up to 10 MiB.

## License

[MIT](LICENSE)

# {{name}}: what is known about the API

Facts behind `n8n-nodes-{{service}}`. Code and tests cite the sections of this page, so their numbers are stable.

**Certainty.** Each fact carries one of these marks:

| Mark | Meaning |
| ---- | ------- |
| **documented** | Stated by the documentation of {{name}} |
| **seen** | Seen in a response of the real service |
| **assumed** | Neither; the emulator does what the form of most APIs suggests, with a switch where it matters |

## 1. Requests

| Fact | Certainty |
| ---- | --------- |
| The API is at `{{baseUrl}}` and speaks JSON | documented |
{{#if isHeaderKey}}
| Every request carries the key in the header `{{header}}` | assumed |
{{/if}}
{{#if isBearer}}
| Every request carries `Authorization: Bearer <API token>` | assumed |
{{/if}}
{{#if isBasic}}
| Every request carries the key ID and the key secret as Basic authentication (RFC 7617) | assumed |
{{/if}}
{{#if isExpiring}}
| Every request carries `Authorization: Bearer <access token>` | assumed |
| `POST {{tokenUrl}}` gives one for a client ID and a client secret (RFC 6749 §4.4), sent as JSON; it lives for an hour | assumed |
{{/if}}
| A request without a valid credential is refused with 401 | assumed |
| A refusal has the body `{ "message": "..." }` | assumed |

## 2. {{noun.Many}}

{{noun.One}} has an `id`, a `name` and the time `createdAt`.

| Call | Purpose | Certainty |
| ---- | ------- | --------- |
| `GET /{{noun.path}}?limit=&offset=&createdSince=` | A page of the list, oldest first: `{ "{{noun.keys}}": [...], "nextOffset": 100 }`, at the end `null` | assumed |
| `GET /{{noun.path}}/{id}` | One of them; 404 if there is none with this ID | assumed |
| `POST /{{noun.path}}` with `{ "name": "..." }` | Create one, which the response holds: 201; 422 without a name | assumed |
{{#if isWebhook}}

## 3. Webhooks

| Fact | Certainty |
| ---- | --------- |
| `POST /webhooks` with `{ "url": "..."{{#if isSigned}}, "secret": "..."{{/if}} }` registers a URL for all events, `GET /webhooks` lists them, `DELETE /webhooks/{id}` ends one | assumed |
| An event is a POST with `{ "id", "type": "{{noun.key}}.created", "createdAt", "data" }`, where `data` is the {{noun.word}} | assumed |
{{#if isSigned}}
| The header `{{signatureHeader}}` has the time and the signature: `t=<Unix seconds>,v1=<HMAC-SHA-256 of "<t>.<body>" in hex>`, with the secret of the registration as key | assumed |
{{else}}
| Events are not signed | assumed |
{{/if}}
| Any status but 2xx makes {{name}} send the event again, with the same `id` | assumed |
{{/if}}

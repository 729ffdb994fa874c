export const teamHints = {
  403: 'The API key does not allow this. Create one with full access in the SIGNL4 portal under Integrations > API Keys.',
  404: 'SIGNL4 does not know this team or this user. Choose them from their lists, or find their IDs with Team: Get Many and User: Get Many.',
};

'use strict';

// Loaded into n8n before n8n itself. n8n has a separate process group, so that Ctrl-C reaches it only when the
// playground says so; this keeps it from living on if the playground is killed without a chance to say anything.
// Worker threads of n8n load this, too, and have no channel.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

import { startEmulator, type Emulator, type EmulatorPlugin } from '@signalbox/emulators';

interface Notes {
  /** Text by id. */
  texts: Map<string, string>;
}

/** Token in the response to a login. */
export const TOKEN = 'token-0815-4711';

/** The double of a service of notes, as small as can be. */
const notes: EmulatorPlugin<Notes, object> = {
  name: 'notes',
  title: 'Notes',
  assumptions: {},
  commandLine: { port: 0, describe: () => {}, options: () => ({}), seedLines: () => [] },
  start() {
    const texts = new Map<string, string>();
    return {
      control: { texts },
      register(app) {
        app.post('/login', () => ({ token: TOKEN }));
        app.get<{ Params: { id: string } }>('/notes/:id', ({ params: { id } }) => ({
          id,
          text: texts.get(id),
        }));
        app.put<{ Params: { id: string }; Body: Buffer }>('/notes/:id', ({ params: { id }, body }) => {
          texts.set(id, (JSON.parse(body.toString()) as { text: string }).text);
          return { id, text: texts.get(id) };
        });
        app.post<{ Body: Buffer }>('/notes', async ({ body }, reply) => {
          const id = `note-${texts.size + 1}`;
          texts.set(id, (JSON.parse(body.toString()) as { text: string }).text);
          return await reply.code(201).send({ id });
        });
        app.delete<{ Params: { id: string } }>('/notes/:id', async ({ params: { id } }, reply) => {
          texts.delete(id);
          return await reply.code(204).send();
        });
      },
      reset: () => texts.clear(),
      close: () => {},
      maskPath: (path) => path,
      controlRoom: {
        actors: () => [],
        view: () => '' as never,
        eventLabel: () => '',
        state: () => ({}),
        actions: {},
      },
    };
  },
};

export async function notesService(): Promise<Emulator<Notes>> {
  return await startEmulator(notes);
}

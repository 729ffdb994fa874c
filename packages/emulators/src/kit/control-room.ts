import type { Html } from './html';

/** A service's part of the page on which one person plays all the people of the service. */
export interface ControlRoom {
  /** People one can act as on this page: id and name. */
  actors(): readonly { id: string; name: string }[];
  /** The service's sections of the page. */
  view(): Html;
  /** Short description of an outgoing event. */
  eventLabel(event: Readonly<Record<string, unknown>>): string;
  /** The same facts as JSON. */
  state(): Record<string, unknown>;
  /**
   * Actions of the buttons in the view, by name (`data-action`). The input is what the button carries
   * (`data-input`, JSON) with the chosen `actorId`, and with `text` if the button asks for one (`data-ask`).
   */
  readonly actions: Readonly<Record<string, (input: Record<string, unknown>) => void>>;
}

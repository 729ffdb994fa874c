/** A fault that the person at the keyboard can fix. */
export class Problem extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} remedy what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** Both, indented, as it is printed. */
  get explanation() {
    return `\n${this.message}\n\n${this.remedy}\n`.replace(/^(?=.)/gm, '  ');
  }
}

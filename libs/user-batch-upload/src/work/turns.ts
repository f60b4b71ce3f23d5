/** Characters of texts that are worked on in one go: some milliseconds, whatever is done with them. */
const TURN_CHARACTERS = 100_000;

/** Gives other requests of this process their turn between the pieces of long work. */
export class Turns {
  private left = TURN_CHARACTERS;

  /** Called after each piece, with its size. */
  async after(characters: number): Promise<void> {
    this.left -= characters;
    if (this.left > 0) return;
    this.left = TURN_CHARACTERS;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

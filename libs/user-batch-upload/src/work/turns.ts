/** How many characters are processed before other requests get a turn: a few milliseconds of any work. */
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

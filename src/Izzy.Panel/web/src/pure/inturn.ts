/**
 * A question that is put again and again, one at a time. Whoever asks gets the answer to one that is put after he asked: an answer
 * that is under way may say how it was before.
 */
export class InTurn {
  private current: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  /** @param put Puts the question and takes its answer; must not throw. */
  constructor(private readonly put: () => Promise<void>) {}

  ask(): Promise<void> {
    if (this.next !== null) return this.next;
    if (this.current !== null) {
      this.next = this.current.then(() => this.begin());
      return this.next;
    }
    return this.begin();
  }

  private begin(): Promise<void> {
    this.next = null;
    const question = this.put().then(() => {
      if (this.current === question) this.current = null;
    });
    this.current = question;
    return question;
  }
}

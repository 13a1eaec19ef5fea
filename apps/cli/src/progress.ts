const WIDTH = 30;

/** Shows how far a long task is: a bar that redraws itself on a terminal, a line every tenth elsewhere. Writes to stderr: stdout is for results. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  readonly #started = Date.now();
  #shown = -1;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = Math.max(total, 1);
  }

  update(done: number): void {
    const share = Math.min(done / this.#total, 1);
    const percent = Math.floor(share * 100);
    const step = process.stderr.isTTY ? percent : Math.floor(percent / 10) * 10;
    if (step === this.#shown) return;
    this.#shown = step;
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
    const line = `${this.#label.padEnd(22)} ${bar} ${String(step).padStart(3)} %  ${done.toLocaleString('en')} of ${this.#total.toLocaleString('en')}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
  }

  done(what: string): void {
    this.update(this.#total);
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1);
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[2K' : ''}${this.#label.padEnd(22)} ${what} in ${seconds} s\n`);
  }
}

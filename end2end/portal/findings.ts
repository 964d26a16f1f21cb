// Faults found on many pages, told once each: most faults are in what pages share.

export class Findings {
  readonly #pages = new Map<string, string[]>();

  add(finding: string, page: string): void {
    const pages = this.#pages.get(finding) ?? [];
    pages.push(page);
    this.#pages.set(finding, pages);
  }

  /** One line per fault, with up to five of the pages that have it. */
  get lines(): string[] {
    return [...this.#pages].map(([finding, pages]) => {
      const more = pages.length > 5 ? ` and ${pages.length - 5} more` : '';
      return `${finding} | on: ${pages.slice(0, 5).join('; ')}${more}`;
    });
  }
}

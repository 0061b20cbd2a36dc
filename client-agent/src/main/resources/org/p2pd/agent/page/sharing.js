// Settings of sharing.
export function sharing() {}

/** A line between a driver and a server of this machine that can fall silent on the way back. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Line {
  readonly port: number;
  /** From now on nothing from the server arrives. */
  hush(): void;
  /** All that was sent to the server, as Latin-1. */
  heard(): string;
  close(): Promise<void>;
}

/** Opens a line to the port; any number of connections go over it. */
export async function openLine(to: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let silent = false;
  let heard = '';
  const hold = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: to, noDelay: true });
    near.setNoDelay(true);
    hold(near, far);
    hold(far, near);
    near.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1');
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      if (!silent) near.write(bytes);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    hush: () => void (silent = true),
    heard: () => heard,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

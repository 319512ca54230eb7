package dev.parley.modem;

import dev.parley.bench.Figure;
import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.link.RecordedLink;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * How much of a serial line at 115200 baud bulk data gets through the simulated modem, up and down, in push and in buffer mode.
 *
 * <p>What the wire allows is the payload in all the bytes that have to cross: the payload and the AT framing without which it
 * cannot be carried, ten bits each. Up, command, prompt, payload and result wait for each other, so their times add up; down in
 * buffer mode, a read's command and its answer do. Everything else costs: what the modem and the engine take to answer, and reads
 * that find nothing. Of several rounds the best counts, for a busy machine only ever takes longer.
 */
public final class Throughput {
    private static final int BAUD = 115_200;
    private static final int SEND = 1460;
    private static final int READ = 1500;
    private static final int COUNT = 40 * SEND;
    private static final int ROUNDS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Throughput() {}

    public static void main(String[] arguments) throws Exception {
        for (AccessMode mode : new AccessMode[] {AccessMode.PUSH, AccessMode.BUFFER}) {
            for (boolean up : new boolean[] {true, false}) {
                double least = up ? framedUp() : framedDown(mode);
                double best = Double.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) {
                    best = Math.min(best, round(mode, up));
                }
                Figure.share(
                                mode.word() + (up ? " up" : " down"),
                                1 / best,
                                "B/s",
                                "the UART at 115200 baud",
                                1 / least)
                        .tell();
                System.out.printf(
                        "%-7s %-4s %5.0f payload bytes/s of %5.0f that the wire allows: %3.0f %%%n",
                        mode.word(), up ? "up" : "down", 1 / best, 1 / least, 100 * least / best);
            }
        }
    }

    /** Seconds a byte of payload needs on the wire at least. */
    private static double framedUp() {
        int framing = "AT+QISEND=0,1460\r".length() + "\r\n> ".length() + "\r\nSEND OK\r\n".length();
        return (SEND + framing) * 10.0 / BAUD / SEND;
    }

    private static double framedDown(AccessMode mode) {
        if (mode == AccessMode.PUSH) {
            int framing = "\r\n+QIURC: \"recv\",0,1460\r\n".length() + "\r\n".length();
            return (SEND + framing) * 10.0 / BAUD / SEND;
        }
        int framing = "AT+QIRD=0,1500\r".length() + "\r\n+QIRD: 1500\r\n".length() + "\r\n\r\nOK\r\n".length();
        return (READ + framing) * 10.0 / BAUD / READ;
    }

    /** Seconds a byte of payload took. */
    private static double round(AccessMode mode, boolean up) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Journal journal =
                        Journal.inMemory(SessionHeader.of("bench", "sim:", Instant.EPOCH), System::nanoTime)) {
            Thread.ofVirtual().start(() -> serve(server, up));
            InetSocketAddress address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            SimLinks links = new SimLinks(ModemSetup.standard(), Routes.none().with("bench.example", 7, address), 1);
            LinkAddress link = LinkAddress.parse("sim:?baud=" + BAUD);
            try (Modem modem = Modem.start(new RecordedLink(links.open(link), journal), ModemProfile.BG95_M3)) {
                new BringUp(modem, BringUp.Target.of("iot.example"), (step, status, value, nanos) -> {}).run();
                try (ModemSocketChannel socket = modem.open(SocketRequest.to("bench.example", 7, mode))) {
                    return up ? upload(socket) : download(socket);
                }
            }
        }
    }

    private static double upload(ModemSocketChannel socket) throws IOException {
        Bytes bytes = Bytes.wrap(random());
        long began = System.nanoTime();
        socket.send(bytes);
        return (System.nanoTime() - began) / 1e9 / COUNT;
    }

    /** From the first bytes on: until then the network was slow, not the wire. */
    private static double download(ModemSocketChannel socket) throws IOException {
        int first = socket.receive(COUNT, LIMIT).length();
        long began = System.nanoTime();
        int read = first;
        while (read < COUNT) {
            read += socket.receive(COUNT, LIMIT).length();
        }
        return (System.nanoTime() - began) / 1e9 / (COUNT - first);
    }

    private static byte[] random() {
        byte[] bytes = new byte[COUNT];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void serve(ServerSocket server, boolean up) {
        try (Socket peer = server.accept()) {
            if (!up) {
                peer.getOutputStream().write(random());
            }
            peer.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.parley.fuzz;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.importer.Importer;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.SessionFileException;
import dev.parley.mqtt.MqttDecoder;
import dev.parley.session.Session;
import dev.parley.session.snippet.SnippetException;
import dev.parley.session.snippet.SnippetFile;
import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.tls.TlsDecoder;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reads bytes that others wrote. A target throws where its reader does: beyond the reader's own, declared exception nothing may be
 * thrown, whatever the input. Each is a function of the input alone.
 */
enum FuzzTarget {
    /** The wire: pieces in either direction, see {@link #pieces}. Cutting them smaller may change nothing. */
    AT {
        @Override
        void read(byte[] input) {
            List<Piece> pieces = pieces(input);
            List<String> whole = at(pieces, Integer.MAX_VALUE);
            List<String> bytes = at(pieces, 1);
            if (!whole.equals(bytes)) {
                throw new AssertionError("cut into single bytes it tells another story: " + whole + " and " + bytes);
            }
        }
    },
    TLS {
        @Override
        void read(byte[] input) {
            TlsDecoder decoder = new TlsDecoder(0, application -> {});
            long[] offsets = new long[2];
            for (Piece piece : pieces(input)) {
                int side = piece.direction() == Direction.TX ? 0 : 1;
                decoder.accept(piece.direction(), offsets[side], piece.bytes(), true, 1);
                offsets[side] += piece.bytes().length();
            }
            decoder.closed(2);
            decoder.conversation()
                    .messages()
                    .forEach(message -> decoder.conversation().dissect(message));
        }
    },
    MQTT {
        @Override
        void read(byte[] input) {
            MqttDecoder decoder = new MqttDecoder();
            pieces(input).forEach(piece -> decoder.accept(piece.direction(), piece.bytes(), 1));
            decoder.packets().forEach(packet -> saysSomething(packet.toString()));
        }
    },
    IMPORTER {
        @Override
        void read(byte[] input) {
            Importer.read(input);
        }
    },
    MBEDTLS_CONFIG {
        @Override
        void read(byte[] input) {
            MbedTlsAudit.of(MbedTlsBuild.of(new String(input, StandardCharsets.UTF_8)));
        }
    },
    SCENARIO {
        @Override
        void read(byte[] input) {
            try {
                Scenario.parse("fuzz.json", new String(input, StandardCharsets.UTF_8));
            } catch (ScenarioException expected) {
                saysSomething(expected);
            }
        }
    },
    SNIPPET {
        @Override
        void read(byte[] input) {
            try {
                SnippetFile.parse("fuzz.json", new String(input, StandardCharsets.UTF_8));
            } catch (SnippetException expected) {
                saysSomething(expected);
            }
        }
    },
    /** A session file from its first line on, with everything that is derived from it. */
    SESSION {
        @Override
        void read(byte[] input) {
            Path file = null;
            try {
                file = Files.createTempFile("fuzz", ".parley");
                Files.write(file, input);
                Session.open(file).snapshot();
            } catch (SessionFileException expected) {
                saysSomething(expected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                delete(file);
            }
        }
    };

    /**
     * Reads an input to its end.
     *
     * @throws RuntimeException or an error if the reader has a bug
     */
    abstract void read(byte[] input);

    private record Piece(Direction direction, Bytes bytes) {}

    /** An input as pieces: a byte whose lowest bit is the direction and whose others are a length, then so many bytes. */
    private static List<Piece> pieces(byte[] input) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int head = input[at++] & 0xff;
            int length = Math.min(head >> 1, input.length - at);
            pieces.add(new Piece((head & 1) == 0 ? Direction.TX : Direction.RX, Bytes.copyOf(input, at, length)));
            at += length;
        }
        return pieces;
    }

    /** What the decoder makes of the pieces, none longer than {@code most}: a line an event. All is at one time, since time may not matter. */
    private static List<String> at(List<Piece> pieces, int most) {
        List<String> told = new ArrayList<>();
        AtDecoder decoder = new AtDecoder(event -> tell(told, event));
        long[] offsets = new long[2];
        long n = 0;
        for (Piece piece : pieces) {
            Bytes bytes = piece.bytes();
            int side = piece.direction() == Direction.TX ? 0 : 1;
            for (int from = 0; from < bytes.length(); from += Math.min(most, bytes.length() - from)) {
                Bytes part = bytes.slice(from, from + Math.min(most, bytes.length() - from));
                decoder.accept(new Event.Traffic(++n, 1, piece.direction(), offsets[side], part, Event.Origin.MODEM));
                offsets[side] += part.length();
            }
        }
        decoder.finish(1);
        return told;
    }

    /** Adds an event; bytes that go on where the last event's ended are told with them, since only the pieces kept them apart. */
    private static void tell(List<String> told, AtEvent event) {
        String head =
                switch (event) {
                    case AtEvent.Payload(
                            long exchange,
                            var direction,
                            int socket,
                            var _,
                            int declared,
                            var _,
                            var _,
                            var _,
                            var _) -> "payload " + exchange + " " + direction + " " + socket + " " + declared + ": ";
                    case AtEvent.Noise(long exchange, var direction, var _, String why, var _, var _) ->
                        "noise " + exchange + " " + direction + " " + why + ": ";
                    default -> "";
                };
        String bytes =
                switch (event) {
                    case AtEvent.Payload payload -> payload.bytes().hex();
                    case AtEvent.Noise noise -> noise.bytes().hex();
                    default -> event.toString();
                };
        if (!head.isEmpty() && !told.isEmpty() && told.getLast().startsWith(head)) {
            told.set(told.size() - 1, told.getLast() + bytes);
        } else {
            told.add(head + bytes);
        }
    }

    private static void saysSomething(Exception expected) {
        saysSomething(expected.getMessage());
    }

    private static void saysSomething(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new AssertionError("it says nothing");
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

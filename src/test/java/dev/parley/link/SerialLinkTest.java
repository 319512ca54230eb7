package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialLinkTest {
    private static final int MEGABYTE = 1 << 20;

    private final LinkOpener links = new StandardLinks();

    @TempDir
    Path folder;

    @Test
    void carriesAMegabyteBothWaysAtOnceUnchanged() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link left = links.open(cable.left());
                Link right = links.open(cable.right())) {
            Bytes there = random(1, MEGABYTE);
            Bytes back = random(2, MEGABYTE);
            Heard atLeft = new Heard();
            Heard atRight = new Heard();
            left.start(atLeft);
            right.start(atRight);

            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> write(left, there));
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> write(right, back));
            sending.join();
            answering.join();

            atRight.awaitBytes(MEGABYTE);
            atLeft.awaitBytes(MEGABYTE);
            assertThat(atRight.bytes()).isEqualTo(there);
            assertThat(atLeft.bytes()).isEqualTo(back);
        }
    }

    @Test
    void stampsReadsWithTheSystemsNanoTime() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link left = links.open(cable.left());
                Link right = links.open(cable.right())) {
            Heard heard = new Heard();
            right.start(heard);

            long before = System.nanoTime();
            left.write(Bytes.latin1("AT\r"));
            heard.awaitBytes(3);

            assertThat(heard.stamps()).allSatisfy(stamp -> assertThat(stamp).isBetween(before, System.nanoTime()));
        }
    }

    /** A pseudo-terminal keeps neither parity nor fewer than 8 data bits: these can only be seen at a real port. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "baud=57600&stopbits=2&flow=rtscts|speed 57600 baud|cstopb|crtscts",
                "baud=921600|speed 921600 baud|-cstopb|-crtscts",
                "baud=9600&stopbits=1&flow=none|speed 9600 baud|-cstopb|-crtscts",
            })
    void setsThePortAsItsAddressSays(String options, String speed, String stopBits, String flow) throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link _ = links.open(LinkAddress.parse(cable.left() + "?" + options))) {
            String set = OneRateModem.Stty.of(cable.left().target(), "-a");
            assertThat(set).startsWith(speed);
            assertThat(set.split("\\s+|;")).contains(stopBits, flow);
        }
    }

    @Test
    void saysThatAPortIsBusyAndWhoHasIt() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link first = links.open(cable.left())) {
            assertThat(first.address()).isEqualTo(cable.left());
            assertThatThrownBy(() -> links.open(cable.left()))
                    .isInstanceOf(LinkException.class)
                    .hasMessageStartingWith(cable.left().target() + " is busy: ")
                    .hasMessageEndingWith("and try again");
        }
    }

    @Test
    void canBeOpenedAgainAfterItWasClosed() throws Exception {
        try (PtyPair cable = PtyPair.open(folder)) {
            Link first = links.open(cable.left());
            first.start(new Heard());
            first.close();
            first.close();
            assertThatThrownBy(() -> first.write(Bytes.latin1("AT\r"))).hasMessageContaining("is closed");

            try (Link second = links.open(cable.left());
                    Link other = links.open(cable.right())) {
                Heard heard = new Heard();
                second.start(heard);
                other.write(Bytes.latin1("RDY"));
                heard.awaitBytes(3);
            }
        }
    }

    @Test
    void tellsThatTheCableWasPulledAndNothingAfterwards() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link left = SerialLink.open(cable.left())) {
            Heard heard = new Heard();
            left.start(heard);

            cable.unplug();
            heard.awaitLoss();

            assertThat(heard.losses())
                    .singleElement()
                    .asString()
                    .startsWith("the port " + cable.left().target() + " is gone");
        }
    }

    @Test
    void namesAPortThatIsNotThere() {
        assertThatThrownBy(() -> links.open(LinkAddress.parse("serial:/dev/ttyNONE7")))
                .isInstanceOf(LinkException.class)
                .hasMessage("there is no port /dev/ttyNONE7; 'parley ports' lists those there are");
    }

    private static void write(Link link, Bytes bytes) {
        try {
            for (int from = 0; from < bytes.length(); from += 1460) {
                link.write(bytes.slice(from, Math.min(bytes.length(), from + 1460)));
            }
        } catch (LinkException e) {
            throw new CompletionException(e);
        }
    }

    private static Bytes random(long seed, int count) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}

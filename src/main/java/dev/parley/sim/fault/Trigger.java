package dev.parley.sim.fault;

import dev.parley.mqtt.MqttPacketType;
import dev.parley.tls.HandshakeType;
import java.time.Duration;

/** When something goes wrong. Up is from the device to its server, down the other way; counts are those of one connection. */
public sealed interface Trigger {
    /** True where {@code what} is the moment, or has gone past it. */
    boolean fits(Occurrence what);

    /**
     * At a use of an AT command that does something; questions for counters do not count.
     *
     * @param name with its plus sign: {@code +QISEND}
     * @param nth 1 for the first use
     */
    record AtCommand(String name, int nth) implements Trigger {
        public AtCommand {
            if (nth < 1) {
                throw new IllegalArgumentException("the uses of a command count from 1, not from " + nth);
            }
        }

        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Command(var used, var use) && used.equals(name) && use >= nth;
        }
    }

    /** When a connection has carried so many bytes up. */
    record AfterSent(long bytes) implements Trigger {
        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Sent(var total) && total >= bytes;
        }
    }

    /** When a connection has carried so many bytes down. */
    record AfterReceived(long bytes) implements Trigger {
        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Received(var total) && total >= bytes;
        }
    }

    /** When a handshake message of that type has crossed whole, whichever way. */
    record AtMessage(HandshakeType message) implements Trigger {
        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Message(var type) && type == message;
        }
    }

    /** When the client has sent an MQTT packet of that type; where there is a broker to see it. */
    record AtPacket(MqttPacketType packet) implements Trigger {
        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Packet(var type) && type == packet;
        }
    }

    /** So long after the beginning: of the modem, or of the endpoint's connection. */
    record AfterTime(Duration time) implements Trigger {
        @Override
        public boolean fits(Occurrence what) {
            return what instanceof Occurrence.Time(var age) && age.compareTo(time) >= 0;
        }
    }
}

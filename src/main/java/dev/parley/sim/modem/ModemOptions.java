package dev.parley.sim.modem;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Where modems or their descriptions differ, what this one does, and the state it is found in.
 *
 * @param variant which module it is
 * @param promptBlank true for {@code CR LF > blank} before payload, false for {@code CR LF >}
 * @param urcLead how many extra {@code CR LF} stand before a URC, 0 to 2
 * @param receiveLengths what {@code AT+QICFG="recvind"} is at start
 * @param closedReadable true if what a socket holds can still be read after {@code "closed"}
 * @param connectedState the state {@code AT+QISTATE} gives a connected TCP client: 2 as in the manuals, 3 as one BG96 was seen
 * @param identityInUse how {@code AT+QIOPEN} refuses a connectID that is taken
 * @param failedOpenKeepsId true if a connectID whose open failed is taken until {@code AT+QICLOSE}
 * @param tlsFailure the number of {@code AT+QSSLOPEN} where the handshake failed; the manuals give none of its own
 * @param sim what is in the SIM slot
 * @param registration the state of {@code AT+CEREG?} (3GPP TS 27.007): 0 idle, 1 home, 2 searching, 3 denied, 4 unknown, 5 roaming
 * @param latencyLow the least time a command takes
 * @param latencyHigh the most time a local command takes
 * @param slowPerMille how many commands in a thousand take longer, up to {@code latencySlowest}
 * @param latencySlowest the most time a local command takes when it is slow
 * @param sendLatency from the last byte of a payload to its result
 * @param roundTrip how much later than on the real network an answer comes
 * @param boot from a restart to {@code RDY}
 * @param air what else the air does
 * @param signal what the radio receives
 * @param inputBuffer how many bytes of the host wait while a command is worked on; 0 for any number. What comes beyond waits at the
 *     host where {@code AT+IFC} has flow control, and is lost where not
 * @param receiveBuffer how many unread bytes a socket holds before it lets the peer wait
 * @param sendBuffer how many unacknowledged bytes a socket holds before {@code SEND FAIL}
 * @param clock the modem's clock when it is started
 * @param dialect words and small habits
 */
public record ModemOptions(
        ModemVariant variant,
        boolean promptBlank,
        int urcLead,
        boolean receiveLengths,
        boolean closedReadable,
        int connectedState,
        IdentityInUse identityInUse,
        boolean failedOpenKeepsId,
        TcpError tlsFailure,
        Sim sim,
        int registration,
        Duration latencyLow,
        Duration latencyHigh,
        int slowPerMille,
        Duration latencySlowest,
        Duration sendLatency,
        Duration roundTrip,
        Duration boot,
        AirOptions air,
        Signal signal,
        int inputBuffer,
        int receiveBuffer,
        int sendBuffer,
        Instant clock,
        Dialect dialect) {
    public ModemOptions {
        require(urcLead >= 0 && urcLead <= 2, "urcLead is 0 to 2");
        require(connectedState == 2 || connectedState == 3, "connectedState is 2 or 3");
        require(registration >= 0 && registration <= 5, "registration is 0 to 5");
        require(
                !latencyLow.isNegative() && latencyLow.compareTo(latencyHigh) <= 0,
                "latencyLow is not more than latencyHigh");
        require(!sendLatency.isNegative() && !roundTrip.isNegative() && !boot.isNegative(), "times are not negative");
        require(
                slowPerMille >= 0
                        && slowPerMille <= 1000
                        && (slowPerMille == 0 || latencySlowest.compareTo(latencyHigh) > 0),
                "slowPerMille is 0 to 1000, and a slow command takes longer than latencyHigh");
        require(inputBuffer >= 0, "inputBuffer is not negative");
        require(receiveBuffer >= 1500 && sendBuffer >= 1460, "buffers hold at least one chunk");
    }

    /** What is in the SIM slot. */
    public enum Sim {
        READY,
        MISSING,
        /** Locked; the PIN is 1234. */
        PIN
    }

    /** How a connectID that is taken is refused; hosts were written for either. */
    public enum IdentityInUse {
        /** {@code ERROR} at once. */
        ERROR,
        /** {@code OK}, then {@code +QIOPEN: id,563}. */
        URC
    }

    /** A modem that follows the manuals, is registered at home and answers within milliseconds. */
    public static ModemOptions standard() {
        return new Builder().build();
    }

    /** How long a local command takes this time. */
    Duration latency(SplittableRandom random) {
        long low = latencyLow.toNanos();
        long high = latencyHigh.toNanos();
        long usual = low == high ? low : random.nextLong(low, high);
        boolean slow = slowPerMille > 0 && random.nextInt(1000) < slowPerMille;
        return Duration.ofNanos(slow ? random.nextLong(usual, latencySlowest.toNanos()) : usual);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Options one by one, from {@link #standard} or others; for one thread. */
    public static final class Builder {
        private ModemVariant variant = ModemVariant.BG95_M3;
        private boolean promptBlank = true;
        private int urcLead;
        private boolean receiveLengths;
        private boolean closedReadable = true;
        private int connectedState = 2;
        private IdentityInUse identityInUse = IdentityInUse.ERROR;
        private boolean failedOpenKeepsId = true;
        private TcpError tlsFailure = TcpError.CONNECT_FAILED;
        private Sim sim = Sim.READY;
        private int registration = 1;
        private Duration latencyLow = Duration.ofMillis(1);
        private Duration latencyHigh = Duration.ofMillis(4);
        private int slowPerMille;
        private Duration latencySlowest = Duration.ZERO;
        private Duration sendLatency = Duration.ofMillis(2);
        private Duration roundTrip = Duration.ZERO;
        private Duration boot = Duration.ofSeconds(3);
        private AirOptions air = AirOptions.NONE;
        private Signal signal = Signal.FAIR;
        private int inputBuffer;
        private int receiveBuffer = 10_240;
        private int sendBuffer = 10_240;
        private Instant clock = Instant.parse("2026-01-01T00:00:00Z");
        private Dialect dialect = Dialect.MANUALS;

        public Builder() {}

        private Builder(ModemOptions o) {
            variant = o.variant;
            promptBlank = o.promptBlank;
            urcLead = o.urcLead;
            receiveLengths = o.receiveLengths;
            closedReadable = o.closedReadable;
            connectedState = o.connectedState;
            identityInUse = o.identityInUse;
            failedOpenKeepsId = o.failedOpenKeepsId;
            tlsFailure = o.tlsFailure;
            sim = o.sim;
            registration = o.registration;
            latencyLow = o.latencyLow;
            latencyHigh = o.latencyHigh;
            slowPerMille = o.slowPerMille;
            latencySlowest = o.latencySlowest;
            sendLatency = o.sendLatency;
            roundTrip = o.roundTrip;
            boot = o.boot;
            air = o.air;
            signal = o.signal;
            inputBuffer = o.inputBuffer;
            receiveBuffer = o.receiveBuffer;
            sendBuffer = o.sendBuffer;
            clock = o.clock;
            dialect = o.dialect;
        }

        public Builder variant(ModemVariant value) {
            variant = value;
            return this;
        }

        public Builder promptBlank(boolean value) {
            promptBlank = value;
            return this;
        }

        public Builder urcLead(int value) {
            urcLead = value;
            return this;
        }

        public Builder receiveLengths(boolean value) {
            receiveLengths = value;
            return this;
        }

        public Builder closedReadable(boolean value) {
            closedReadable = value;
            return this;
        }

        public Builder connectedState(int value) {
            connectedState = value;
            return this;
        }

        public Builder identityInUse(IdentityInUse value) {
            identityInUse = value;
            return this;
        }

        public Builder failedOpenKeepsId(boolean value) {
            failedOpenKeepsId = value;
            return this;
        }

        /** The number of {@code AT+QSSLOPEN} where the handshake failed, 550 to 574. */
        public Builder tlsFailure(int number) {
            tlsFailure = TcpError.of(number);
            return this;
        }

        public Builder sim(Sim value) {
            sim = value;
            return this;
        }

        public Builder registration(int value) {
            registration = value;
            return this;
        }

        public Builder latency(Duration low, Duration high) {
            latencyLow = low;
            latencyHigh = high;
            return this;
        }

        /** So many commands in a thousand take up to {@code slowest}. */
        public Builder slowCommands(int perMille, Duration slowest) {
            slowPerMille = perMille;
            latencySlowest = slowest;
            return this;
        }

        public Builder sendLatency(Duration value) {
            sendLatency = value;
            return this;
        }

        public Builder roundTrip(Duration value) {
            roundTrip = value;
            return this;
        }

        public Builder boot(Duration value) {
            boot = value;
            return this;
        }

        public Builder air(AirOptions value) {
            air = value;
            return this;
        }

        public Builder signal(Signal value) {
            signal = value;
            return this;
        }

        public Builder inputBuffer(int value) {
            inputBuffer = value;
            return this;
        }

        public Builder receiveBuffer(int value) {
            receiveBuffer = value;
            return this;
        }

        public Builder sendBuffer(int value) {
            sendBuffer = value;
            return this;
        }

        public Builder clock(Instant value) {
            clock = value;
            return this;
        }

        public Builder dialect(Dialect value) {
            dialect = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if a value is out of its range
         */
        public ModemOptions build() {
            return new ModemOptions(
                    variant,
                    promptBlank,
                    urcLead,
                    receiveLengths,
                    closedReadable,
                    connectedState,
                    identityInUse,
                    failedOpenKeepsId,
                    tlsFailure,
                    sim,
                    registration,
                    latencyLow,
                    latencyHigh,
                    slowPerMille,
                    latencySlowest,
                    sendLatency,
                    roundTrip,
                    boot,
                    air,
                    signal,
                    inputBuffer,
                    receiveBuffer,
                    sendBuffer,
                    clock,
                    dialect);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}

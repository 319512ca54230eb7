package dev.parley.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import dev.parley.journal.Bytes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A modem at a serial port, or at a pseudo-terminal, which has no line signals: then none are told.
 *
 * <p>A reader thread of its own stamps what each read gave; it looks at the line signals when it wakes, at least every
 * {@value #READ_MILLIS} ms.
 */
final class SerialLink implements Link {
    private static final int READ_MILLIS = 100;
    private static final int READ_BYTES = 16_384;

    private final LinkAddress address;
    private final SerialPort port;
    private final boolean hasSignals;
    private final TimedWriter writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Delivery delivery;

    private SerialLink(LinkAddress address, SerialPort port, boolean hasSignals) {
        this.address = address;
        this.port = port;
        this.hasSignals = hasSignals;
        this.writer = new TimedWriter(
                address.toString(),
                this::writeAll,
                TimedWriter.LIMIT,
                "with flow=rtscts the modem holds CTS low until it is ready and wired: look at CTS, or use flow=none");
    }

    /**
     * Opens the port.
     *
     * @throws LinkException if an option is unknown, or the port is missing, busy or not permitted
     */
    static SerialLink open(LinkAddress address) throws LinkException {
        SerialSettings settings = SerialSettings.of(address);
        SerialPort port;
        try {
            port = SerialPort.getCommPort(address.target());
        } catch (SerialPortInvalidPortException e) {
            throw SerialFailure.noSuchPort(address.target(), e);
        }
        port.setComPortParameters(
                settings.baud(), settings.dataBits(), stopBits(settings.stopBits()), parity(settings.parity()));
        port.setFlowControl(
                settings.rtsCts()
                        ? SerialPort.FLOW_CONTROL_RTS_ENABLED | SerialPort.FLOW_CONTROL_CTS_ENABLED
                        : SerialPort.FLOW_CONTROL_DISABLED);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
        // Before opening, so that the lines never show a level nobody asked for: some boards wire DTR to reset.
        port.setDTRandRTS(settings.dtr(), settings.rts());
        if (!port.openPort(0)) {
            throw SerialFailure.explain(address.target(), port.getSystemPortPath(), port.getLastErrorCode());
        }
        boolean hasSignals = settings.dtr() ? port.setDTR() : port.clearDTR();
        return new SerialLink(address, port, hasSignals);
    }

    private static int stopBits(SerialSettings.StopBits bits) {
        return switch (bits) {
            case ONE -> SerialPort.ONE_STOP_BIT;
            case ONE_AND_A_HALF -> SerialPort.ONE_POINT_FIVE_STOP_BITS;
            case TWO -> SerialPort.TWO_STOP_BITS;
        };
    }

    private static int parity(SerialSettings.Parity parity) {
        return switch (parity) {
            case NONE -> SerialPort.NO_PARITY;
            case ODD -> SerialPort.ODD_PARITY;
            case EVEN -> SerialPort.EVEN_PARITY;
            case MARK -> SerialPort.MARK_PARITY;
            case SPACE -> SerialPort.SPACE_PARITY;
        };
    }

    @Override
    public LinkAddress address() {
        return address;
    }

    @Override
    public void start(Listener listener) {
        Delivery to = new Delivery(listener);
        delivery = to;
        Thread.ofPlatform().name("read " + address).daemon().start(() -> read(to));
    }

    private void read(Delivery to) {
        byte[] buffer = new byte[READ_BYTES];
        Optional<LineSignals> last = Optional.empty();
        while (!closed.get()) {
            int n = port.readBytes(buffer, buffer.length);
            long stamp = System.nanoTime();
            if (n > 0) {
                to.received(Bytes.copyOf(buffer, 0, n), stamp);
            } else if (n < 0) {
                if (!closed.get()) {
                    to.lost(new LinkException("the port " + address.target()
                            + " is gone (unplugged, or the modem restarted its USB); plug it in again"));
                }
                return;
            }
            if (hasSignals) {
                Optional<LineSignals> now = Optional.of(signals());
                if (!now.equals(last)) {
                    to.signals(now.get(), stamp);
                    last = now;
                }
            }
        }
    }

    private LineSignals signals() {
        return new LineSignals(port.getCTS(), port.getDSR(), port.getDCD(), port.getRI(), port.getRTS(), port.getDTR());
    }

    /** Changes the rate of the open port; DTR and RTS stay as they are. */
    void baud(int rate) throws LinkException {
        if (!port.setBaudRate(rate)) {
            throw new LinkException("the port " + address.target() + " cannot do " + rate + " baud, or is gone");
        }
    }

    @Override
    public void lines(boolean dtr, boolean rts) throws LinkException {
        boolean set = (dtr ? port.setDTR() : port.clearDTR()) && (rts ? port.setRTS() : port.clearRTS());
        if (!set) {
            throw new LinkException("the port " + address.target()
                    + " has no DTR and RTS to set (a pseudo-terminal has none), or is gone");
        }
    }

    @Override
    public void write(Bytes bytes) throws LinkException {
        if (closed.get()) {
            throw new LinkException("the port " + address.target() + " is closed");
        }
        writer.write(bytes);
    }

    @Override
    public void pass(Bytes bytes) throws LinkException {
        if (closed.get()) {
            throw new LinkException("the port " + address.target() + " is closed");
        }
        writeAll(bytes.toArray());
    }

    private void writeAll(byte[] bytes) throws LinkException {
        int done = 0;
        while (done < bytes.length) {
            int n = port.writeBytes(bytes, bytes.length - done, done);
            if (n <= 0) {
                throw new LinkException("the port " + address.target() + " took " + done + " of " + bytes.length
                        + " bytes and broke; plug the modem in again");
            }
            done += n;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Delivery to = delivery;
            if (to != null) {
                to.end();
            }
            writer.close();
            port.closePort();
        }
    }
}

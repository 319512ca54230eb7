package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The engine's sockets by their connectID, and the one whose bytes the port carries. Under the modem's state lock. */
final class SocketTable {
    private final Map<Integer, ModemSocketChannel> sockets = new TreeMap<>();
    private final Set<Integer> halfOpened = new TreeSet<>();
    private @Nullable ModemSocketChannel transparent;

    Optional<ModemSocketChannel> get(int id) {
        return Optional.ofNullable(sockets.get(id));
    }

    private Optional<ModemSocketChannel> at(String id) {
        return get(Modem.number(id, -1));
    }

    /** Gives {@code channel} its connectID; false if another has it. */
    boolean add(ModemSocketChannel channel) {
        int id = channel.request().connectId();
        boolean free = sockets.putIfAbsent(id, channel) == null;
        if (free) {
            // Its opening finds out by itself whether the modem still has an older one.
            halfOpened.remove(id);
        }
        return free;
    }

    void forget(ModemSocketChannel channel) {
        sockets.remove(channel.request().connectId(), channel);
        if (transparent == channel) {
            transparent = null;
        }
    }

    // Transparent mode

    /** The socket whose bytes the port carries, or nothing where it takes commands. */
    Optional<ModemSocketChannel> transparent() {
        return Optional.ofNullable(transparent);
    }

    /** {@code CONNECT} came: the port carries bytes of the socket that asked for it. */
    void entersTransparentMode() {
        transparent = sockets.values().stream()
                .filter(socket -> socket.request().mode() == AccessMode.TRANSPARENT)
                .findFirst()
                .orElse(null);
        if (transparent != null) {
            transparent.suspended(false);
        }
    }

    /** {@code +++} is on its way, or its end is known. */
    void escaping(boolean on) {
        if (transparent != null) {
            transparent.escaping(on);
        }
    }

    /** The port takes commands again; the socket stays open. */
    void leavesTransparentMode() {
        if (transparent != null) {
            transparent.suspended(true);
            transparent.escaping(false);
            transparent = null;
        }
    }

    // What the modem says of them

    void arrived(AtEvent.Payload payload) {
        boolean pushed = payload.declared() >= 0;
        get(payload.socket())
                .ifPresent(socket -> socket.arrived(
                        payload.bytes(),
                        pushed ? "+QIURC: \"recv\"," + payload.socket() + "," + payload.declared() : ""));
    }

    /** Tells the sockets what a URC says of them. */
    void heard(AtEvent.Urc urc) {
        switch (urc.name()) {
            case "+QIOPEN" ->
                at(urc.argument(0)).ifPresent(socket -> socket.openResult(Modem.number(urc.argument(1), 550)));
            case "+QIURC" -> {
                switch (urc.argument(0)) {
                    case "recv" -> at(urc.argument(1)).ifPresent(ModemSocketChannel::dataWaits);
                    case "closed" -> at(urc.argument(1)).ifPresent(socket -> socket.ends(ClosedBy.PEER));
                    case "pdpdeact" ->
                        sockets.values().stream()
                                .filter(socket -> socket.request().contextId() == Modem.number(urc.argument(1), -1))
                                .forEach(socket -> socket.ends(ClosedBy.PDP));
                    default -> {}
                }
            }
            // The answer to a drop of DTR.
            case "OK" -> leavesTransparentMode();
            case "NO CARRIER" -> {
                if (transparent != null) {
                    ModemSocketChannel socket = transparent;
                    transparent = null;
                    socket.carrierLost();
                }
            }
            default -> {}
        }
    }

    /** The modem started anew: it knows none of them any more. */
    void startedAnew(ModemResetException why) {
        transparent = null;
        halfOpened.clear();
        fail(why, ClosedBy.MODEM_RESET);
    }

    /** All of them are of no more use. */
    void fail(ModemException why, ClosedBy by) {
        List<ModemSocketChannel> gone = List.copyOf(sockets.values());
        sockets.clear();
        gone.forEach(socket -> socket.fails(why, by));
    }

    // A gap of the link

    /** The link is interrupted: what is open is in doubt now; what was being opened, or closed, is given up. */
    void interrupted(ModemException why) {
        for (ModemSocketChannel socket : List.copyOf(sockets.values())) {
            if (!socket.interrupted(why, socket == transparent)) {
                sockets.remove(socket.request().connectId(), socket);
                halfOpened.add(socket.request().connectId());
            }
        }
        transparent = null;
    }

    /** The sockets whose fate in a gap of the link is not known. */
    List<ModemSocketChannel> inDoubt() {
        return sockets.values().stream().filter(ModemSocketChannel::isInDoubt).toList();
    }

    /** The ids that were being opened, or closed, when the link was interrupted, and that nobody has taken since. */
    List<Integer> halfOpened() {
        return List.copyOf(halfOpened);
    }

    /** The modem has closed {@code id}. */
    void closed(int id) {
        halfOpened.remove(id);
    }
}

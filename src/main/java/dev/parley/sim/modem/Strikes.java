package dev.parley.sim.modem;

import dev.parley.sim.fault.Occurrence;
import java.time.Duration;
import java.util.OptionalLong;

/** What faults do to a modem, from its mainboard's side. For the modem's thread. */
final class Strikes {
    private final SimulatedModem modem;
    private final AtPort port;
    private final Sockets sockets;
    private final Registration registration;
    private final Connections connections;

    Strikes(SimulatedModem modem, AtPort port, Sockets sockets, Registration registration, Connections connections) {
        this.modem = modem;
        this.port = port;
        this.sockets = sockets;
        this.registration = registration;
        this.connections = connections;
    }

    /** Puts what the clock brings on the agenda, where a restart clears it away. */
    void watchTheClock(long started) {
        OptionalLong next = modem.faults().nextTime();
        if (next.isPresent()) {
            modem.at(started + next.getAsLong(), () -> {
                modem.happens(new Occurrence.Time(Duration.ofNanos(modem.now() - started)), () -> {});
                watchTheClock(started);
            });
        }
    }

    /** Makes ready what changes the thing that is about to happen. */
    void prepare(ModemEffect effect) {
        Faults faults = modem.faults();
        switch (effect) {
            case ModemEffect.Alter alter -> faults.lanes().add(alter);
            case ModemEffect.Urc urc -> faults.prepare(urc);
            case ModemEffect.Split(var most) -> faults.split(most);
            case ModemEffect.OpenError(var number) -> sockets.failNextOpen(TcpError.of(number));
            case ModemEffect.SendFail() -> sockets.failNextSend();
            case ModemEffect.DropEarly() -> faults.dropEarly();
            case ModemEffect.WrongLength(var by) -> faults.wrongLength(by);
            case ModemEffect.PingLost(var count) -> faults.losePings(count);
            case ModemEffect.Reset _,
                    ModemEffect.PdpLost _,
                    ModemEffect.Registers _,
                    ModemEffect.ConnectionLost _,
                    ModemEffect.RadioLost _,
                    ModemEffect.Sleep _,
                    ModemEffect.Silence _,
                    ModemEffect.Stall _,
                    ModemEffect.NoAnswer _,
                    ModemEffect.Result _,
                    ModemEffect.Delay _,
                    ModemEffect.Storm _ -> {}
        }
    }

    /** Does what comes after the thing has happened. */
    void strike(ModemEffect effect) {
        switch (effect) {
            case ModemEffect.Reset() -> modem.restart();
            case ModemEffect.PdpLost() -> modem.loseContexts();
            case ModemEffect.Registers(var status, var keepsContext, var time) -> {
                int before = registration.state();
                registration.become(status);
                if (!time.isZero()) {
                    modem.after(time, () -> registration.become(before));
                }
                if (!registration.isRegistered() && !keepsContext) {
                    modem.forgetContexts();
                }
            }
            case ModemEffect.ConnectionLost() -> sockets.breakAll();
            case ModemEffect.RadioLost(var time) -> {
                connections.hold();
                if (!time.isZero()) {
                    modem.after(time, connections::release);
                }
            }
            case ModemEffect.Sleep() -> {
                modem.urc("PSM POWER DOWN");
                modem.hang();
            }
            case ModemEffect.Silence() -> modem.hang();
            case ModemEffect.Stall(var time) -> port.stall(time);
            case ModemEffect.NoAnswer() -> port.abandon();
            case ModemEffect.Storm(var text, var count) -> {
                for (int i = 0; i < count; i++) {
                    modem.urc(text);
                }
            }
            case ModemEffect.Result _,
                    ModemEffect.Delay _,
                    ModemEffect.Alter _,
                    ModemEffect.Urc _,
                    ModemEffect.Split _,
                    ModemEffect.OpenError _,
                    ModemEffect.SendFail _,
                    ModemEffect.DropEarly _,
                    ModemEffect.WrongLength _,
                    ModemEffect.PingLost _ -> {}
        }
    }
}

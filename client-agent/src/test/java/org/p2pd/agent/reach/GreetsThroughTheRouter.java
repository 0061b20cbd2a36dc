package org.p2pd.agent.reach;

import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

/** A program for a host behind a router: has a port opened, says which, greets who comes, and gives it back at the end. */
final class GreetsThroughTheRouter {
  private GreetsThroughTheRouter() {}

  public static void main(String[] args) throws Exception {
    try (ServerSocket door = new ServerSocket(0);
        Router router = new Router()) {
      Optional<Router.Mapping> mapping = router.map(door.getLocalPort());
      System.out.println("port " + mapping.map(Router.Mapping::externalPort).orElse(0));
      if (mapping.isPresent()) {
        try (Socket guest = door.accept()) {
          guest.getOutputStream().write('h');
        }
        boolean kept = mapping.get().refresh();
        mapping.get().end();
        System.out.println("kept " + kept);
      }
    }
    System.exit(0);
  }
}

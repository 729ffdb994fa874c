import { packPackage } from './src/pack/packPackage';
packPackage('/work/main/nodes/signl4', '/tmp/mut').then((r) => console.log(r.path), (e) => console.log(String(e)));

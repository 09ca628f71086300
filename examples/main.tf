resource "azurerm_batch_pool" "encoders" {
  name                = "encoders"
  resource_group_name = var.resource_group
  account_name        = var.account
  vm_size             = "STANDARD_D2S_V3"
  node_agent_sku_id   = "batch.node.ubuntu 24.04"

  storage_image_reference {
    publisher = "canonical"
    offer     = "ubuntu-24_04-lts"
    sku       = "server"
    version   = "latest"
  }

  fixed_scale {
    target_dedicated_nodes = var.nodes
  }

  start_task {
    command_line = <<-EOT
      /bin/bash -c '
      set -e
      apt-get install ffmpeg
      '
    EOT

    task_retry_maximum = 1
    wait_for_success   = true

    user_identity {
      auto_user {
        elevation_level = "Admin"
        scope           = "Pool"
      }
    }
  }
}
